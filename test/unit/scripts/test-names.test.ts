import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import { filesHolding, namePattern, readNames } from "../../../scripts/lib/test-names.mjs";

const file = `
describe("restricted mode", () => {
  it("logs are imported", () => {});
  it(
    "a query is refused by a \\"sentence\\"",
    () => {},
  );
});
`;

test("names are read from the text, alone and behind their group's", () => {
  const { names, computed } = readNames(file);
  assert.equal(computed, false);
  for (const pattern of ["logs are", "imported$", "^restricted mode logs", 'a "sentence"', "refused|nothing"])
    assert.ok(
      names.some((name) => namePattern(pattern).test(name)),
      pattern,
    );
  for (const pattern of ["closes the ledger", "^imported", "describe", "=>"])
    assert.ok(!names.some((name) => namePattern(pattern).test(name)), pattern);
});

test("a name that is computed, or told elsewhere, is not in the text", () => {
  const computed = ["for (const x of all) test(`is a day`, run);", "test(name, run);", "test([a, b].join(), run);"];
  for (const source of [...computed, 'import "../lives.ts";', "testLives(1, 50);"])
    assert.equal(readNames(source).computed, true, source);
});

test("a regular expression that is tested is no test", () => {
  assert.deepEqual(readNames('test("one", () => /x/.test(text));'), { names: ["one"], computed: false });
});

test("a pattern is read as node --test and mocha read it", () => {
  assert.ok(!namePattern("Ledger").test("the ledger"));
  assert.ok(namePattern("/Ledger/i").test("the ledger"));
  assert.throws(() => namePattern("("), SyntaxError);
});

const texts = {
  "quoted.test.ts": 'import { test } from "node:test"; test("the ledger is closed", () => {});',
  "computed.test.ts":
    "import test, { after, before, describe as group, mock } from 'node:test'; " +
    "before(() => assert.fail()); after(() => assert.fail()); mock.fn(); " +
    "for (const day of ['Monday']) group('on ' + day, { timeout: 9 }, async () => { test.only(['l', 'ogs'].join(''), () => process.exit(1)); });",
  "elsewhere.test.ts": "import { testLives } from './lives.ts'; testLives('seven');",
  "again.test.ts": "import { testLives } from './lives.ts'; testLives('eight');",
  "lives.ts": "import { it } from 'node:test'; export const testLives = (n: string) => it(n + ' lives', () => {});",
  "other-import.test.ts": "import './tests-of-another.ts';",
  "tests-of-another.ts": "import { test } from 'node:test'; const name = 'loaded ' + 'once'; test(name);",
  "broken.test.ts": "import './nowhere.ts'; test(name);",
};

async function writtenFiles(t: TestContext): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-names-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
  const names = Object.keys(texts).filter((name) => name.endsWith(".test.ts"));
  return names.map((name) => join(folder, name));
}

test("files are found by the names that they compute, without a test or a hook of theirs being run", async (t) => {
  const files = await writtenFiles(t);
  // What a file would test is not known when it cannot be loaded.
  const found = async (pattern: string) =>
    (await filesHolding(files, pattern)).map((each) => basename(each, ".test.ts")).filter((name) => name !== "broken");
  assert.deepEqual(await found("ledger"), ["quoted"]);
  assert.deepEqual(await found("^on Monday logs$"), ["computed"]);
  assert.deepEqual(await found("^logs$"), ["computed"]);
  assert.deepEqual(await found("lives$"), ["elsewhere", "again"]);
  assert.deepEqual(await found("/EIGHT LIVES/i"), ["again"]);
  assert.deepEqual(await found("loaded once"), ["other-import"]);
  assert.deepEqual(await found("nothing is called so"), []);
});

test("a file that cannot be loaded is started, so that its error is told", async (t) => {
  const files = await writtenFiles(t);
  assert.deepEqual(
    (await filesHolding(files, "nothing is called so")).map((each) => basename(each)),
    ["broken.test.ts"],
  );
});
