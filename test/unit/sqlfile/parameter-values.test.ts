import assert from "node:assert/strict";
import { test } from "node:test";
import type { ParameterType } from "../../../src/protocol/query-parameters.ts";
import { checkValue } from "../../../src/sqlfile/parameter-values.ts";

const valueProblem = (declaration: Parameters<typeof checkValue>[0], value: unknown): string | undefined => {
  const checked = checkValue(declaration, value);
  return "problem" in checked ? checked.problem : undefined;
};

const good: readonly [ParameterType, unknown][] = [
  ["varchar", ""],
  ["varchar", "O'Brien"],
  ["bigint", -5],
  ["bigint", "9223372036854775807"],
  ["double", 0.5],
  ["double", 3],
  ["boolean", false],
  ["date", "2026-11-22"],
  ["timestamp", "2026-11-22 23:59:59.999"],
  ["timestamp", "2026-11-22T14:00Z"],
  ["timestamp", "2026-11-22"],
  ["array(varchar)", []],
  ["array(varchar)", ["a", "b"]],
  ["array(bigint)", [1, "9223372036854775807"]],
];
for (const [type, value] of good)
  test(`${JSON.stringify(value)} is a ${type}`, () =>
    assert.equal(valueProblem({ name: "p", type }, value), undefined));

const bad: readonly [ParameterType, unknown][] = [
  ["varchar", 5],
  ["varchar", true],
  ["varchar", ["a"]],
  ["varchar", { a: 1 }],
  ["bigint", "abc"],
  ["bigint", ""],
  ["bigint", "5 "],
  ["bigint", 1.5],
  ["bigint", 2 ** 53],
  ["bigint", Number.NaN],
  ["bigint", "9223372036854775808"],
  ["bigint", [1]],
  ["bigint", true],
  ["double", "0.5"],
  ["double", Number.POSITIVE_INFINITY],
  ["boolean", "true"],
  ["boolean", 1],
  ["date", "2026-02-30"],
  ["date", ""],
  ["date", "2026-11-01 "],
  ["date", "2026-11-01T00:00:00Z"],
  ["date", 20261101],
  ["date", ["2026-11-01"]],
  ["date", "last 30 days"],
  ["timestamp", "2026-02-30 10:00"],
  ["timestamp", "2026-11-01 25:00"],
  ["timestamp", "2026-11-01 10:61"],
  ["timestamp", "yesterday"],
  ["array(varchar)", "a"],
  ["array(varchar)", ["a", null]],
  ["array(varchar)", [["a"]]],
  ["array(bigint)", ["x"]],
  ["array(bigint)", [1.5]],
  ...(["varchar", "bigint", "double", "boolean", "date", "timestamp", "array(varchar)", "array(bigint)"] as const).map(
    (type): [ParameterType, unknown] => [type, null],
  ),
];
for (const [type, value] of bad)
  test(`${JSON.stringify(value)} is no ${type}, and the sentence names the parameter`, () =>
    assert.match(valueProblem({ name: "least", type }, value) ?? "", /^The parameter :least needs .+\.$/s));

test("words for a range are a value of from and to only", () => {
  for (const name of ["from", "to"]) assert.equal(valueProblem({ name, type: "date" }, "last 30 days"), undefined);
  assert.match(valueProblem({ name: "day", type: "date" }, "last 30 days") ?? "", /:day needs a day/);
  assert.match(valueProblem({ name: "from", type: "varchar" }, 5) ?? "", /:from needs text/);
});

test("a value that would fill the screen is cut", () => {
  assert.ok((valueProblem({ name: "n", type: "bigint" }, "x".repeat(100_000)) ?? "").length < 300);
});
