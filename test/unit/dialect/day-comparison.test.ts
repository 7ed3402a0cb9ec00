import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import type { ParameterValue } from "../../../src/protocol/query-parameters.ts";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

/** The text of the statement that the error points at. */
async function refusedAt(sql: string, values: Readonly<Record<string, ParameterValue>> = {}): Promise<string> {
  const error = await lake.ask(sql, values).then(
    () => assert.fail(`${sql} was answered`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof TenantTrailError && error.place !== undefined, String(error));
  assert.equal(error.code, "sql-failed", error.message);
  assert.match(error.message, /dt.*log day/, error.message);
  const { column, length } = error.place;
  return sql.slice(column - 1, column - 1 + (length ?? 0));
}

const noDays = ["2026-1-1", "2026-02-30", "20261101", " 2026-11-01", "2026-11-01 ", "", "2026-11-01T00:00:00", "today"];

for (const text of noDays)
  test(`dt compared with '${text}' is refused at the text, whatever the comparison`, async () => {
    const literal = `'${text}'`;
    for (const where of [
      ...["=", "<>", "<", "<=", ">", ">="].flatMap((sign) => [`dt ${sign} ${literal}`, `${literal} ${sign} dt`]),
      `dt BETWEEN ${literal} AND '2026-11-22'`,
      `dt NOT BETWEEN '2026-11-01' AND ${literal}`,
      `dt IN ('2026-11-22', ${literal})`,
      `dt NOT IN (${literal})`,
      `dt IS DISTINCT FROM ${literal}`,
      `NOT (n = 1 OR s.dt >= ${literal})`,
      `CASE WHEN dt = ${literal} THEN true END`,
      `CASE dt WHEN ${literal} THEN true END`,
      `nullif(dt, ${literal}) IS NULL`,
    ])
      assert.equal(await refusedAt(`SELECT 1 FROM signins s WHERE ${where}`), literal, where);
  });

test("also through names, subqueries and WITH, in ON and in HAVING", async () => {
  for (const sql of [
    "SELECT 1 FROM (SELECT dt AS day FROM signins) WHERE day = '2026-1-1'",
    "WITH d(day) AS (SELECT dt FROM signins) SELECT 1 FROM d WHERE d.day > '2026-1-1'",
    "SELECT 1 FROM signins s JOIN audits a ON a.dt = s.dt AND a.dt >= '2026-1-1'",
    "SELECT 1 FROM audits AS a(id, t, activity, targets, day) WHERE day = '2026-1-1'",
    "SELECT dt, count(*) FROM signins GROUP BY dt HAVING dt > '2026-1-1'",
    "SELECT max(n) FILTER (WHERE dt = '2026-1-1') FROM signins",
  ])
    assert.equal(await refusedAt(sql), "'2026-1-1'", sql);
});

test("a parameter beside dt must be a day, and is named", async () => {
  for (const text of noDays) {
    const sql = "SELECT 1 FROM signins WHERE dt >= :since";
    assert.equal(await refusedAt(sql, { since: text }), ":since");
    await assert.rejects(lake.ask(sql, { since: text }), /:since is compared with dt/);
  }
  assert.equal(await refusedAt("SELECT 1 FROM signins WHERE dt IN :days", { days: ["2026-11-22", "x"] }), ":days");
  assert.equal(await refusedAt("SELECT 1 FROM signins WHERE dt BETWEEN :a AND :b", { a: "2026-11-22", b: "x" }), ":b");
});

test("days are compared as ever, and what is no comparison stays free", async () => {
  for (const [where, rows] of [
    ["dt >= '2026-11-21'", 2],
    ["dt LIKE '2026-11-2%'", 4],
    ["substr(dt, 1, 7) = '2026-11'", 4],
    ["dt || '' = 'x'", 0],
    ["dt = userPrincipalName", 0],
    ["length(dt) = 10", 4],
    ["dt = NULL", 0],
    ["coalesce(dt, '') <> ''", 4],
    ["CAST(dt AS date) = DATE '2026-11-22'", 1],
  ] as const)
    assert.deepEqual((await lake.ask(`SELECT count(*) FROM signins WHERE ${where}`)).rows, [[rows]], where);
  const asked = await lake.ask("SELECT count(*) FROM signins WHERE dt = :day", { day: null });
  assert.deepEqual(asked.rows, [[0]]);
});
