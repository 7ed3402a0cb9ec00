import { readFileSync } from "node:fs";

const bundle = new URL("../../l10n/bundle.l10n.json", import.meta.url);

/** Words of a language that nobody speaks: each text of the bundle in brackets, so that what has none is not translated. */
export function bracketedWords(): Readonly<Record<string, string>> {
  const texts = Object.keys(JSON.parse(readFileSync(bundle, "utf8")));
  return Object.fromEntries(texts.map((text) => [text, `⟦${text}⟧`]));
}
