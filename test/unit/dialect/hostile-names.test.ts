import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { translate } from "../../../src/dialect/translate.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

/** What every object has, and what the translation itself could be thought to name things. */
const inherited = ["constructor", "__proto__", "prototype", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf"];
const likeOurs = ["~1", "~2", "~12", "~t1", "~~1", "_col0", "_col1", "v", "t", "t1", "t12", "p0", "valueslist", "q1"];
const hostileNames = [...inherited, ...likeOurs];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

test("an alias that ends in a digit and a place that does meet nowhere", async () => {
  const { rows } = await lake.ask(`SELECT t1.a FROM (VALUES 1, 2) AS t1(a)
    WHERE EXISTS (SELECT 1 FROM (VALUES 3) AS b(x), (VALUES 4) AS c(x), (VALUES 1) AS d(x), (VALUES 2) AS e(x), (VALUES 5) AS t(a) WHERE t.a = t1.a)`);
  assert.deepEqual(rows, []);
});

/** A statement with names for two relations, two columns, a named query and a lambda's parameter. */
function statement([a, b, x, y, cte, p]: readonly string[]): string {
  return `WITH ${cte}(${x}, ${y}) AS (VALUES (1, 10), (2, 20), (3, 30))
    SELECT ${a}.${x} AS ${y}, (SELECT max(${b}.${y}) FROM ${cte} AS ${b} WHERE ${b}.${x} <> ${a}.${x}) AS ${x},
      transform(ARRAY[${a}.${y}], ${p} -> ${p} + ${a}.${x}) AS ${p}, sum(${a}.${y}) OVER w AS ${b}
    FROM ${cte} AS ${a} CROSS JOIN UNNEST(ARRAY[5]) AS ${b}(${p})
    WHERE EXISTS (SELECT 1 FROM ${cte} ${b} WHERE ${b}.${x} = ${a}.${x} AND ${b}.${x} < 3)
    WINDOW w AS (ORDER BY ${a}.${x}) ORDER BY 1`;
}

test("what a statement answers does not hang on the names in it", async () => {
  const { rows: expected } = await lake.ask(statement(["a", "b", "x", "y", "cte", "p"]));
  assert.deepEqual(expected, [
    [1, 30, [11], 10],
    [2, 30, [22], 30],
  ]);
  const names = fc.uniqueArray(fc.constantFrom(...hostileNames), {
    minLength: 6,
    maxLength: 6,
    selector: (name) => name.toLowerCase(),
  });
  await fc.assert(
    fc.asyncProperty(names, async (chosen) => {
      assert.deepEqual((await lake.ask(statement(chosen.map(quoted)))).rows, expected);
    }),
    { numRuns: 100 },
  );
});

test("names made by the translation are all different, over thousands of scopes", () => {
  const relation = (depth: number, at: number, column: string): string =>
    depth === 0
      ? `(VALUES ${at}) AS "~${at}"(${column})`
      : `(SELECT a AS ${column} FROM ${relation(depth - 1, at * 2, "a")}, ${relation(depth - 1, at * 2 + 1, "b")}) AS t${at}`;
  const sql = Array.from({ length: 40 }, (_, at) => `SELECT a FROM ${relation(5, at + 1, "a")}`).join(" UNION ALL ");
  const made = [...translate(sql, { schema: lake.schema }).sql.matchAll(/AS "(~\d+)"/g)].map(([, name]) => name);
  assert.ok(made.length > 3000, `${made.length} scopes`);
  assert.equal(new Set(made).size, made.length);
});

for (const name of inherited)
  test(`${name} is a name like any other`, async () => {
    const refused = async (sql: string, message: RegExp): Promise<void> => {
      await assert.rejects(lake.ask(sql), (error) => {
        assert.ok(error instanceof TenantTrailError, `${sql}: ${String(error)}`);
        assert.match(error.message, message, sql);
        return true;
      });
    };
    await refused(`SELECT ${name}(1)`, /function .* is not supported/);
    await refused(`SELECT ${name}(x -> x)`, /function .* is not supported/);
    await refused(`SELECT CAST(1 AS ${name})`, /Unknown type/);
    await refused(`SELECT ${name} '1'`, /Unknown type/);
    await refused(`SELECT ${name}`, /cannot be found/);
    await refused(`SELECT signins.${name} FROM signins`, /cannot be found/);
    await refused(`SELECT status.${name} FROM signins`, /no field|cannot be found/i);
    await refused(`SELECT * FROM ${name}`, /does not exist/);
    await refused(`SELECT extract(${name} FROM current_date)`, /extract of/);
    await refused(`SELECT date_trunc('${name}', current_date)`, /is not a unit/);
    await refused(`SELECT sum(n) OVER ${name} FROM signins`, /no window/);
    await refused(`SELECT :${name}`, /has no value/);
    await refused(`DESCRIBE ${name}`, /does not exist/);
    await refused(`SELECT format_datetime(current_date, '${name}')`, /not supported/);
    assert.deepEqual((await lake.ask(`SELECT 1 ${name}`)).rows, [[1]]);
    assert.deepEqual((await lake.ask(`SELECT :${name} + 1`, Object.fromEntries([[name, 2]]))).rows, [[3]]);
    assert.deepEqual((await lake.ask(`SELECT CAST(ROW(1) AS row("${name}" bigint))."${name}"`)).rows, [[1]]);
  });

test("parameters that differ only in case are two", async () => {
  assert.deepEqual((await lake.ask("SELECT :a, :A, :a", { a: 1, A: 2 })).rows, [[1, 2, 1]]);
});

test("a parameter of which only the type is asked needs its value, and is not bound to what does not hold it", async () => {
  assert.deepEqual((await lake.ask("SELECT typeof(:p)", { p: 1 })).rows, [["bigint"]]);
  assert.deepEqual((await lake.ask("SELECT typeof(:p), :q, '$p0'", { p: true, q: 2 })).rows, [["boolean", 2, "$p0"]]);
  assert.deepEqual((await lake.ask("SELECT :p, typeof(:p)", { p: 1 })).rows, [[1, "bigint"]]);
  await assert.rejects(lake.ask("SELECT typeof(:p + 1)"), { code: "missing-parameter" });
});
