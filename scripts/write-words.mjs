// Collects the words of the sources for translators: `node scripts/write-words.mjs` after writing a text into a call of
// `t`. A house test fails until it was run. A file `bundle.l10n.de.json` beside it, with the same keys, would be German.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { translatable } from "./words/translatable.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = new URL("../l10n/", import.meta.url);

await mkdir(folder, { recursive: true });
const bundle = `${JSON.stringify(await translatable(root), undefined, 2)}\n`;
await writeFile(new URL("bundle.l10n.json", folder), bundle);
