import assert from "node:assert/strict";
import { test } from "node:test";
import { mayHoldTest } from "../../../scripts/lib/test-names.mjs";

const file = `
describe("restricted mode", () => {
  it("logs are imported", () => {});
  it(
    "a query is refused by a \\"sentence\\"",
    () => {},
  );
});
`;

test("a file may hold what matches one of its names, alone or behind its group's", () => {
  for (const pattern of ["logs are", "imported$", "^restricted mode logs", 'a "sentence"', "refused|nothing"])
    assert.equal(mayHoldTest(file, pattern), true, pattern);
  for (const pattern of ["closes the ledger", "^imported", "describe", "=>"])
    assert.equal(mayHoldTest(file, pattern), false, pattern);
});

test("a name that is computed, or told elsewhere, may be anything", () => {
  const computed = ["for (const x of all) test(`is a day`, run);", "test(name, run);", "test([a, b].join(), run);"];
  for (const source of [...computed, 'import "../lives.ts";', "testLives(1, 50);"])
    assert.equal(mayHoldTest(source, "closes the ledger"), true, source);
});

test("a regular expression that is tested is no test", () => {
  assert.equal(mayHoldTest('test("one", () => /x/.test(text));', "two"), false);
});
