import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { QueryRequest } from "../../../src/protocol/query.ts";
import type { Engine } from "../../../src/query/engine.ts";
import { AthenaLake } from "./athena-lake.ts";

let lake: AthenaLake;
before(async () => {
  lake = await AthenaLake.start();
});
after(async () => await lake?.stop());

/** What an engine answers: names, types and values as a view shows them. */
async function answer(engine: Engine, request: QueryRequest): Promise<unknown> {
  const { resultId, columns, rowCount } = await engine.ask(request);
  const results = await engine.results();
  const { rows } = await results.readWindow({ resultId, offset: 0, limit: 100 });
  const first = await Promise.all(
    columns.map((_, column) => (rowCount === 0 ? null : results.readCell({ resultId, row: 0, column }))),
  );
  return { columns, rowCount, rows, first };
}

const statements: Readonly<Record<string, string>> = {
  numbers:
    "SELECT 1, BIGINT '9007199254740993', -1.5, 1.5E300, nan(), -infinity(), REAL '0.1', TINYINT '3', DECIMAL '12345678901234567890.12'",
  "texts, NULL and the empty text":
    "SELECT 'a \"b\", c' AS a, '' AS b, CAST(NULL AS varchar) AS c, 'line\nbreak' AS d, '\u{1F600}' AS e",
  "a column of NULLs alone": "SELECT * FROM (VALUES ('a'), (NULL), ('')) AS t(x)",
  NULL: "SELECT NULL AS x, true AS y",
  times:
    "SELECT DATE '2026-11-30', TIMESTAMP '2026-11-30 01:02:03.004', TIMESTAMP '2026-11-30 01:02:03.004 UTC', TIMESTAMP '2026-07-01 12:00:00.000' AT TIME ZONE 'Europe/Amsterdam'",
  intervals: "SELECT INTERVAL '10' HOUR AS a, INTERVAL - '2' DAY AS b, INTERVAL '14' MONTH AS c",
  bytes: "SELECT X'68690A00ff' AS x, CAST(NULL AS varbinary) AS y, X'' AS z",
  json: "SELECT JSON '{\"a\":[1,2]}' AS x",
  addresses: "SELECT IPADDRESS '10.0.0.1' AS a, IPADDRESS '2001:db8::1' AS b, ARRAY[IPADDRESS '10.0.0.1'] AS c",
  arrays:
    "SELECT ARRAY['a', NULL, ''] AS a, ARRAY[1, 2] AS b, CAST(NULL AS array(varchar)) AS c, ARRAY[ARRAY[1.5], ARRAY[]] AS d",
  rows: "SELECT CAST(ROW(1, 'x', TIMESTAMP '2026-01-01 00:00:00.000') AS ROW(a integer, b varchar, c timestamp(3))) AS r, ROW(1, 'b') AS s",
  maps: "SELECT MAP(ARRAY['k', 'l'], ARRAY[2.5E0, nan()]) AS a, MAP(ARRAY[1, 2], ARRAY['x', NULL]) AS b",
  "an array in order": "SELECT x, ARRAY[x] AS l FROM (VALUES 3, 1, 2) AS t(x) ORDER BY x DESC",
  "an array in an order that is no column":
    "SELECT ARRAY[x] AS l FROM (VALUES 3, 1, 2) AS t(x) ORDER BY -x NULLS FIRST LIMIT 2",
  "names twice": "SELECT 1 AS a, 2 AS a, ARRAY[1] AS a, 4",
  "no rows": "SELECT ARRAY[1] AS a, 'x' AS b WHERE false",
};

describe("both engines hold the same", () => {
  for (const [name, sql] of Object.entries(statements))
    test(name, async () => {
      assert.deepEqual(await answer(lake.athena, { sql }), await answer(lake.local, { sql }));
    });
});
