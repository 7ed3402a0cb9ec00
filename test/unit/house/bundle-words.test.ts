import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { textsOf } from "../../../scripts/words/texts-of.mjs";
import { translatable } from "../../../scripts/words/translatable.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("the bundle for translators holds the words of the sources: node scripts/write-words.mjs writes it", async () => {
  const bundle = JSON.parse(await readFile(new URL("../../../l10n/bundle.l10n.json", import.meta.url), "utf8"));
  assert.deepEqual(Object.keys(bundle), Object.keys(await translatable(root)));
  assert.deepEqual(
    Object.entries(bundle).filter(([english, words]) => english !== words),
    [],
  );
});

test("every text that is written into a call of t is collected, and a text from elsewhere is refused", () => {
  const from = 'import { t } from "../base/translated.ts";\n';
  assert.deepEqual(textsOf(`${from}t("a \\"b\\"\\n{0}", 1); t(\n  'It\\'s',\n); at("c"); x.t("d"); t("e")`), [
    'a "b"\n{0}',
    "It's",
    "e",
  ]);
  assert.throws(() => textsOf(`${from}t(words); t("a")`), /2 calls of t, of which 1/);
  assert.throws(() => textsOf(`${from}t(\`a\`)`), /write it into each call/);
  assert.throws(() => textsOf(`${from}t("a" + b)`), /write it into each call/);
  assert.deepEqual(textsOf('t("of somebody else")'), []);
});
