import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withWordsApart } from "../../../scripts/words/words-apart.mjs";

const root = new URL("../../../", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, root), "utf8"));

test("the words of package.json's contributions stand in package.nls.json: node scripts/write-nls.mjs moves them", () => {
  const manifest = read("package.json");
  const words = read("package.nls.json");
  assert.deepEqual(withWordsApart(manifest, words), { manifest, words });
});

test("words keep their keys, two of one key are told apart, and what no key names is dropped", () => {
  const manifest = {
    name: "x",
    contributes: {
      commands: [{ command: "tenantTrail.a", title: "New title", category: "%category%", icon: "$(add)" }],
      views: { c: [{ id: "tenantTrail.v", name: "View" }] },
      configuration: { properties: { "tenantTrail.s": { enum: ["b"], enumDescriptions: ["What b is"] } } },
    },
  };
  const apart = withWordsApart(manifest, { category: "T", gone: "Old" });
  assert.deepEqual(apart.words, {
    category: "T",
    "commands.a.title": "New title",
    "configuration.s.enumDescriptions.0": "What b is",
    "views.c.v.name": "View",
  });
  assert.equal(apart.manifest.contributes.commands[0].title, "%commands.a.title%");
  assert.deepEqual(withWordsApart(apart.manifest, apart.words), apart);
  assert.throws(() => withWordsApart(apart.manifest, {}), /package\.nls\.json has no/);
});
