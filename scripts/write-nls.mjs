// Moves the words of package.json's contributions to package.nls.json, where VS Code looks for those of other languages:
// `node scripts/write-nls.mjs` after adding a command, a setting or a view. The house tests fail until it was run.
import { readFile, writeFile } from "node:fs/promises";
import { withWordsApart } from "./words/words-apart.mjs";

const manifestFile = new URL("../package.json", import.meta.url);
const wordsFile = new URL("../package.nls.json", import.meta.url);

const known = JSON.parse(await readFile(wordsFile, "utf8").catch(() => "{}"));
const { manifest, words } = withWordsApart(JSON.parse(await readFile(manifestFile, "utf8")), known);
await writeFile(manifestFile, `${JSON.stringify(manifest, undefined, 2)}\n`);
await writeFile(wordsFile, `${JSON.stringify(words, undefined, 2)}\n`);
