import assert from "node:assert/strict";
import { test } from "node:test";
import { statementText } from "../../../../src/editor/result-view/statement-text.ts";

test("a statement without parameters is copied as it ran, one with them as its values were written into it", () => {
  assert.equal(statementText({ title: "T", sql: "\nSELECT 1\n", params: {} }), "SELECT 1");
  const written = { title: "T", sql: "SELECT :n", sqlWithValues: "SELECT BIGINT '1'", params: { n: 1 } };
  assert.equal(statementText(written), "SELECT BIGINT '1'");
});

test("a statement whose values cannot be written is not copied with its parameters as if they were", () => {
  assert.throws(() => statementText({ title: "Spray", sql: "SELECT :n, :m", params: { n: 1, m: 2 } }), {
    code: "bad-argument",
    message: /The values of Spray \(:n, :m\) are not known/,
  });
});

test("nothing is not copied as if it were the statement of an output that was kept beside its file", () => {
  for (const params of [{}, { n: 1 }])
    assert.throws(() => statementText({ title: "Spray", sql: "", params }), {
      code: "bad-argument",
      message: /^The statement of Spray was not kept with its rows/,
    });
});
