import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import type { Fix } from "../../../src/language/language-answers.ts";
import { LanguageFeatures } from "../../../src/language/language-features.ts";
import { tokenize } from "../../../src/sqlfile/tokens.ts";
import { mutants } from "../mutants.ts";
import { alone } from "../target.ts";

const shipped = new URL("../../../sql/", import.meta.url);
const texts = readdirSync(shipped, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".sql"))
  .map((name) => [...readFileSync(new URL(name, shipped), "utf8").matchAll(/\w+|\s+|[^\w\s]/g)].map(([part]) => part));
const part = fc.oneof(
  fc.constantFrom(
    ...["(", ")", "[", "]", ".", ",", ";", ":", "'", '"', "`", "->", "--", "/*", "*/", "/*---", "---*/", "\n", "\r\n"],
    ...[
      "select",
      "from",
      "with",
      "as",
      "join",
      "on",
      "where",
      "unnest",
      "over",
      "in",
      ":from",
      "signins",
      "audits.",
      "x",
    ],
    ...["\uD800", "\u202E", "\0", "$$", "é"],
  ),
  fc.string({ unit: "binary", maxLength: 3 }),
);
/** Both a changed text and one that ends in the middle, as a text does while it is written. */
const inputs = fc.tuple(mutants(texts, part), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean());

/** The tokens of a text that are no blanks, statement by statement. */
function tokensOf(text: string): readonly string[] {
  return tokenize(text)
    .filter(({ kind }) => kind !== "space")
    .map(({ start, end }) => text.slice(start, end));
}

function changed(text: string, edits: Fix["edits"]): string {
  return edits.toReversed().reduce((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
}

/** Whatever stands in a file, each question about each place has an answer that lies within the file. */
export const languageTexts = alone(inputs, 300, ([parts, share, isCut]) => {
  const features = new LanguageFeatures();
  const whole = parts.join("");
  const offset = Math.round(share * whole.length);
  const text = isCut ? whole.slice(0, offset) : whole;
  const isWithin = ({ start, end }: { start: number; end: number }): void =>
    assert.ok(start >= 0 && start <= end && end <= text.length, `${start} to ${end} of ${text.length}`);
  const completion = features.completion(text, offset);
  isWithin(completion.replaces);
  assert.ok(completion.replaces.start <= offset && offset <= completion.replaces.end);
  const hover = features.hover(text, offset);
  if (hover !== undefined) isWithin(hover);
  const definition = features.definition(text, offset);
  if (definition !== undefined && "inFile" in definition) isWithin(definition.inFile);
  features.signatureHelp(text, offset);
  for (const entry of features.outline(text))
    for (const range of [entry, entry.named, ...entry.children]) isWithin(range);
  for (const range of features.foldings(text)) isWithin(range);
  const formatted = changed(text, features.format(text));
  assert.deepEqual(tokensOf(formatted), tokensOf(text));
  assert.deepEqual(features.format(formatted), []);
  for (const finding of [...features.findings(text)].flat()) {
    isWithin(finding);
    for (const { edits } of finding.fixes) for (const edit of edits) isWithin(edit);
  }
});
