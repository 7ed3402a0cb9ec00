import assert from "node:assert/strict";
import { test } from "node:test";
import { translate } from "../../../src/dialect/translate.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { columns, innermost, looks, type Wrapper, wrappers } from "../../unit/dialect/function-calls.ts";

/** Grammar beside functions. */
const constructs: readonly (readonly [string, string])[] = [
  ["CASE # WHEN 1 THEN 1 WHEN 2 THEN 2 ELSE 3 END", "n"],
  ["CASE WHEN # > 1 THEN 1 WHEN # = 2 THEN 2 ELSE 3 END".replace("# = 2", "n = 2"), "n"],
  ["CASE 1 WHEN # THEN 1 END", "n"],
  ["CASE WHEN b THEN 1 ELSE # END", "n"],
  ["(# BETWEEN b AND b)", "b"],
  ["(b BETWEEN # AND #)".replace("AND #", "AND b"), "b"],
  ["(# IN (true, NULL, b))", "b"],
  ["(b IN (#, b))", "b"],
  ["(# LIKE s) = b", "s"],
  ["(NOT #)", "b"],
  ["(- #)", "n"],
  ["(# + 1)", "n"],
  ["(# + dec)", "dec"],
  ["(# / 2)", "dec"],
  ["(# % 7)", "n"],
  ["(# || s)", "s"],
  ["(# || ARRAY[n])", "list"],
  ["(d + (# - d))", "d"],
  ["(# IS NULL)", "b"],
  ["(# IS DISTINCT FROM b)", "b"],
  ["(# = ANY (SELECT b))", "b"],
  ["(b = ANY (SELECT #))", "b"],
  ["(# IN (SELECT b))", "b"],
  ["(SELECT #)", "n"],
  ["(SELECT max(v) FROM (VALUES #) t(v))", "n"],
  ["EXISTS (SELECT 1 WHERE #)", "b"],
  ["ARRAY[#][1]", "n"],
  ["ROW(#, n)[1]", "n"],
  ["CAST(ROW(#, 1) AS row(a bigint, b bigint)).a", "n"],
  ["CAST(CAST(# AS varchar) AS bigint)", "n"],
  ["TRY_CAST(CAST(# AS varchar) AS timestamp)", "d"],
  ["CAST(CAST(# AS json) AS bigint)", "n"],
  ["CAST(ARRAY[#] AS array(varchar))[1]", "s"],
  ["substring(# FROM 2)", "s"],
  ["substring(# FROM 1 FOR 3)", "s"],
  ["substring(s FROM length(#))", "s"],
  ["trim(BOTH 'a' FROM #)", "s"],
  ["position(# IN s) + length(s)".replace(" + length(s)", ""), "s"],
  ["extract(DAY FROM date_add('day', extract(DAY FROM #), d)) + 1".replace(" + 1", ""), "d"],
  ["(# AT TIME ZONE 'UTC')", "d"],
  ["sum(#) OVER (PARTITION BY n)", "n"],
  ["(# AND b)", "b"],
  ["(b OR (#))", "b"],
];

const nested = (wrap: (inner: string) => string, leaf: string, levels: number): string => {
  let text = leaf;
  for (let level = 0; level < levels; level++) text = wrap(text);
  return text;
};

test("each level of nesting adds the same work, for every function and every construct, or the statement is refused", () => {
  const calls = wrappers();
  const all: readonly Wrapper[] = [
    ...calls,
    ...constructs.map(([form, leaf]) => ({
      label: form,
      wrap: (inner: string) => form.replace("#", () => inner),
      leaf,
    })),
  ];
  assert.ok(new Set(calls.map(({ label }) => label.slice(0, label.indexOf("(")))).size > 120, `${calls.length} calls`);
  for (const { label, wrap, leaf } of all)
    for (const levels of [1, 4, 8]) {
      const count = looks(nested(wrap, innermost(leaf), levels)) ?? 0;
      assert.ok(count <= 4, `${label}: translated ${count} times at ${levels} levels`);
    }
});

test("whatever stands in itself a hundred times ends soon, with a statement of bounded length or a sentence", () => {
  for (const [form, leaf] of constructs) {
    const sql = `SELECT ${nested((inner) => form.replace("#", () => inner), leaf, 60)} FROM t`;
    try {
      const { sql: made } = translate(sql, { schema: { columns: () => columns } });
      assert.ok(made.length <= 1_000_000, form);
    } catch (error) {
      assert.ok(error instanceof TenantTrailError, `${form}: ${String(error)}`);
    }
  }
});

test("rows in rows do not make types that double with every level", () => {
  const sql = nested((inner) => `SELECT ROW(v, v) AS v FROM (${inner})`, "SELECT 1 AS v", 40);
  assert.throws(() => translate(sql, { schema: { columns: () => columns } }), /fields within fields/);
});
