import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { bounds } from "../../../src/query/dialect/bounds.ts";
import { translate } from "../../../src/query/dialect/translate.ts";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

const times = (count: number, make: (at: number) => string, separator = ", "): string =>
  Array.from({ length: count }, (_, at) => make(at)).join(separator);

/** The most of each that is taken, one more being refused with a sentence that names the bound. */
const sizes: readonly (readonly [string, number, (count: number) => string, RegExp])[] = [
  ["bytes", bounds.bytes, (count) => "SELECT 1 --".padEnd(count, "é-").slice(0, 11).padEnd(count, "x"), /262144 bytes/],
  [
    "items of IN",
    bounds.items,
    (count) => `SELECT 1 WHERE 1 IN (${times(count, (at) => `${at}`)})`,
    /10000 items; bind it/,
  ],
  ["rows of VALUES", bounds.items, (count) => `VALUES ${times(count, (at) => `${at}`)}`, /10000 items/],
  ["columns", bounds.columns, (count) => `SELECT ${times(count, (at) => `${at}`)}`, /2000 items/],
  [
    "named queries",
    bounds.namedQueries,
    (count) => `WITH ${times(count, (at) => `c${at} AS (SELECT 1)`)} SELECT 1`,
    /200 items/,
  ],
  ["parts of OR", bounds.items, (count) => `SELECT 1 WHERE ${times(count, (at) => `1=${at}`, " OR ")}`, /10000 parts/],
  [
    "branches of CASE",
    bounds.items,
    (count) => `SELECT CASE ${times(count, (at) => `WHEN ${at}=1 THEN 1`, " ")} END`,
    /10000 branches/,
  ],
  [
    "brackets",
    bounds.depth - 2,
    (count) => `SELECT ${"(".repeat(count)}1${")".repeat(count)}`,
    /nested too deeply: at most 200/,
  ],
  ["operators", bounds.depth - 1, (count) => `SELECT 1${" + 1".repeat(count)}`, /nested too deeply: at most 200/],
  [
    "subscripts",
    bounds.depth - 1,
    (count) => `SELECT a${".b".repeat(count)} FROM signins`,
    /nested too deeply|cannot be found/,
  ],
  [
    "set operations",
    bounds.depth - 2,
    (count) => `SELECT 1${" UNION ALL SELECT 1".repeat(count)}`,
    /nested too deeply/,
  ],
  [
    "joins",
    bounds.depth - 2,
    (count) => `SELECT 1 FROM signins${" CROSS JOIN signins".repeat(count)}`,
    /nested too deeply/,
  ],
  [
    "levels of a type",
    bounds.depth - 1,
    (count) => `SELECT CAST(NULL AS bigint${" array".repeat(count)})`,
    /200 levels|nested too deeply/,
  ],
  [
    "groupings",
    7,
    (count) => `SELECT count(*) FROM signins GROUP BY CUBE (${times(count, (at) => `n + ${at}`)})`,
    /128 groupings/,
  ],
];

for (const [what, most, make, sentence] of sizes)
  test(`bounded: ${what}`, () => {
    const sent = (count: number): string | undefined => {
      try {
        translate(make(count), { schema: lake.schema });
        return undefined;
      } catch (error) {
        assert.ok(error instanceof TenantTrailError, String(error));
        return error.message;
      }
    };
    const enough = sent(Math.floor(most * 0.9));
    assert.ok(enough === undefined || /cannot be found/.test(enough), enough);
    assert.match(sent(most + 3) ?? "translated", sentence);
    const far = sent(most * 20) ?? "translated";
    assert.ok(sentence.test(far) || /262144 bytes/.test(far), far);
  });

test("stars count as the columns that they stand for", () => {
  const columns = Array.from({ length: 150 }, (_, at) => ({ name: `c${at}`, type: "VARCHAR" }));
  const schema = { columns: () => columns };
  assert.throws(() => translate(`SELECT ${times(1999, () => "*")} FROM t`, { schema }), /more than 2000 columns/);
  assert.throws(
    () => translate(`SELECT * FROM ${times(15, (at) => `t AS t${at}`)}`, { schema }),
    /more than 2000 columns/,
  );
});

test("what is within the bounds is planned and answered", async () => {
  const { rows } = await lake.ask(`SELECT count(*) FROM signins WHERE n IN (${times(bounds.items, (at) => `${at}`)})`);
  assert.deepEqual(rows, [[3]]);
  const wide = await lake.ask(`SELECT ${times(bounds.columns, (at) => `n AS c${at}`)} FROM signins ORDER BY 1 LIMIT 1`);
  assert.equal(wide.rows[0]?.length, bounds.columns);
  const long = await lake.ask(`SELECT 1${" + 1".repeat(150)}`);
  assert.deepEqual(long.rows, [[151]]);
});

test("a long name that is not there is refused soon, however many names there are", () => {
  const columns = Array.from({ length: 2000 }, (_, at) => ({ name: `column${at}`, type: "BIGINT" }));
  const name = "n".repeat(200_000);
  assert.throws(() => translate(`SELECT ${name} FROM t`, { schema: { columns: () => columns } }), /cannot be found/);
});
