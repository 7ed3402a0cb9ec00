import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { failureOf } from "../../../src/duckdb/failures.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { explainError } from "../../../src/query/explain-error.ts";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

/** Statements that are well-formed, and fail in DuckDB when it binds or runs them. */
const failing = `
  CAST('2026-13-40' AS date)
  CAST(userPrincipalName AS bigint)
  CAST(n * 1000000000000 AS integer)
  CAST(300 AS tinyint)
  CAST(1e300 AS bigint)
  CAST(n + 123456 AS decimal(4,2))
  CAST(userPrincipalName AS uuid)
  CAST(infinity() AS decimal(5,2))
  CAST(1e300 AS real)
  n * 9223372036854775807 * 10
  -9223372036854775808 - n
  abs(-9223372036854775808)
  sum(n + 9223372036854775800)
  n / (n - 1)
  mod(n, n - n)
  regexp_like(userPrincipalName, 'a{2000}')
  regexp_split(userPrincipalName, '*')
  (SELECT n FROM signins)
  json_parse(userPrincipalName)
  CAST(json_parse('["x"]') AS array(bigint))
  MAP(ARRAY[1], ARRAY[1, 2])
  MAP(ARRAY['a', NULL], ARRAY[1, 2])
  split_to_map('a=1,a=2', ',', '=')
  tags[9]
  sequence(1, 10, 0)
  date_add('year', 1000000000, createdDateTime)
  from_unixtime(1e300)
  from_iso8601_timestamp('2026-13-01T00:00:00Z')
  parse_datetime('x', 'yyyy')
  chr(-1)
  from_hex('zz')
  from_base64('***')
  from_utf8(from_hex('ff'))
  ntile(0) OVER (ORDER BY n)
  approx_percentile(n, 2.0)
  max_by(n, dt, 0)
  sum(count(*))
  max(row_number() OVER ())
  grouping(n)
  sum(n) OVER (ORDER BY dt RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
  'a' LIKE 'a' ESCAPE 'xx'
  userPrincipalName, count(*)`
  .split("\n")
  .flatMap((line) => (line.trim() === "" ? [] : [`SELECT ${line.trim()} FROM signins`]))
  .concat([
    "SELECT count(*) FROM signins WHERE count(*) > 1",
    "SELECT dt, sum(n) FROM signins GROUP BY dt HAVING n > 1",
    "SELECT n FROM signins LIMIT -1",
    "SELECT * FROM signins WHERE n = (SELECT n FROM signins)",
  ]);

/** What only DuckDB would say: its names of types, its advice, its exclamation marks. */
const duckdbs =
  /\b(?:INT\d+|VARCHAR|DOUBLE|TIMESTAMP_MS|BLOB|QUANTILE|DuckDB|arg_min|specifier)\b| Error:|LINE \d|!$|type casts|duckdb\.org/;

for (const sql of failing)
  test(`in words of its user: ${sql}`, async () => {
    await assert.rejects(lake.ask(sql), (error) => {
      assert.ok(error instanceof TenantTrailError, String(error));
      assert.doesNotMatch(error.message, duckdbs);
      assert.doesNotMatch(error.message, /The log has the engine's own words/, "a kind that is known");
      return true;
    });
  });

test("words of DuckDB that nobody knows are the cause and nothing else, with the place in the user's text", async () => {
  const { translation } = await lake.ask("SELECT n,\n  dt FROM signins");
  const at = translation.sql.indexOf("dt");
  const line = translation.sql.slice(0, at).split("\n").length;
  const shown = translation.sql.split("\n")[line - 1] ?? "";
  const indent = " ".repeat(`LINE ${line}: `.length + at - translation.sql.lastIndexOf("\n", at) - 1);
  for (const [type, code] of [
    ["Binder", "sql-failed"],
    ["Invalid Input", "sql-failed"],
    ["INTERNAL", "sql-failed"],
    ["Out of Memory", "out-of-memory"],
    ["Permission", "sql-refused"],
    ["Not implemented", "sql-failed"],
  ] as const) {
    const cause = new Error(
      `${type} Error: Unheard-of pinned block in 'x'!\nHint\n\nLINE ${line}: ${shown}\n${indent}^`,
    );
    const told = explainError(cause, translation);
    assert.ok(told instanceof TenantTrailError);
    assert.equal(told.code, code, type);
    assert.doesNotMatch(told.message, /Unheard|pinned|Hint|LINE/, type);
    assert.deepEqual(told.place?.line, 2, type);
    assert.equal(told.cause, cause);
  }
});

test("files, disks and memory are told by their kind, whatever DuckDB says of them", async () => {
  const { translation } = await lake.ask("SELECT n FROM signins");
  for (const [words, code] of [
    ['IO Error: Could not write file "/tmp/x/duckdb_temp_storage-0.tmp": No space left on device', "disk-full"],
    ['IO Error: Cannot open file "/lake/a.parquet": Permission denied', "read-failed"],
    ['IO Error: Cannot open file "/lake/a.parquet": No such file or directory', "read-failed"],
    ["Invalid Input Error: No magic bytes found at end of file '/lake/a.parquet'", "broken-slice"],
    ["Out of Memory Error: failed to offload data block of size 256.0 KiB (5.0 MiB/5.0 MiB used).", "out-of-memory"],
  ] as const) {
    const told = explainError(new Error(words), translation);
    assert.ok(told instanceof TenantTrailError && told.code === code, words);
    assert.doesNotMatch(told.message, /\/lake|\/tmp|MiB|magic|device/, words);
  }
});

test("a value that names a page of Parquet makes the statement's failure none of a file", () => {
  const failure = failureOf(new Error(`Invalid Input Error: Invalid input for hex digit: "a corrupt parquet page"`));
  assert.equal(failure?.kind, "value");
});
