import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ParameterValue } from "../../../src/protocol/query-parameters.ts";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

interface Case {
  readonly name: string;
  readonly sql: string;
  readonly values?: Readonly<Record<string, ParameterValue>>;
  readonly rows: readonly unknown[][];
}

/** Statements as detections are written, over nested columns. */
const cases: readonly Case[] = [
  {
    name: "password spray: failures by address",
    sql: `WITH failures AS (
      SELECT ipAddress, date_trunc('hour', createdDateTime) AS hour, userPrincipalName
      FROM signins WHERE dt >= :from AND status.errorCode IN (50126, 50053)
    )
    SELECT ipAddress, hour, approx_distinct(userPrincipalName) AS users, array_sort(array_agg(DISTINCT lower(userPrincipalName))) AS names
    FROM failures GROUP BY 1, 2 HAVING count(*) >= :minimum ORDER BY users DESC`,
    values: { from: "2026-11-01", minimum: 2 },
    rows: [["10.2.3.4", "2026-11-20 10:00:00.000", 2, ["ann@x.org", "bob@x.org"]]],
  },
  {
    name: "one column per field of a list of rows",
    sql: `SELECT a.id, t.displayName, t.type FROM audits a
      CROSS JOIN UNNEST(a.targetResources) AS t(id, displayName, type, modifiedProperties) ORDER BY 3`,
    rows: [
      ["a1", "App", "Application"],
      ["a1", null, "User"],
    ],
  },
  {
    name: "lists of rows inside lists of rows",
    sql: `SELECT a.activityDisplayName, p.newValue FROM audits a
      CROSS JOIN UNNEST(a.targetResources) AS t(id, displayName, type, props)
      CROSS JOIN UNNEST(t.props) AS p(name, oldValue, newValue) WHERE p.name = 'KeyDescription' AND a.dt = '2026-11-20'`,
    rows: [["Update application", '["k"]']],
  },
  {
    name: "LEFT JOIN UNNEST keeps what is empty or NULL, with ordinality",
    sql: "SELECT userPrincipalName, tag, o FROM signins LEFT JOIN UNNEST(tags) WITH ORDINALITY AS u(tag, o) ON true ORDER BY n, o",
    rows: [
      ["Ann@x.org", "a", 1],
      ["Ann@x.org", "b", 2],
      ["bob@x.org", null, null],
      ["bob@x.org", null, null],
      ["cy@x.org", "b", 1],
    ],
  },
  {
    name: "a comma before UNNEST, and columns of both sides after it",
    sql: "SELECT s.userPrincipalName, u.tag FROM signins s, UNNEST(s.tags) AS u(tag) WHERE u.tag = 'b' AND s.status.errorCode IS NULL",
    rows: [["cy@x.org", "b"]],
  },
  {
    name: "windows and whole units of time",
    sql: `SELECT userPrincipalName, date_diff('hour', lag(createdDateTime) OVER w, createdDateTime) AS hours
      FROM signins WINDOW w AS (PARTITION BY userPrincipalName ORDER BY createdDateTime) ORDER BY createdDateTime`,
    rows: [
      ["Ann@x.org", null],
      ["bob@x.org", null],
      ["bob@x.org", 23],
      ["cy@x.org", null],
    ],
  },
  {
    name: "networks of both families over a text column",
    sql: `SELECT userPrincipalName FROM signins
      WHERE contains('10.0.0.0/8', CAST(ipAddress AS ipaddress)) OR contains('2001:db8::/32', CAST(ipAddress AS ipaddress)) ORDER BY n`,
    rows: [["Ann@x.org"], ["bob@x.org"], ["bob@x.org"]],
  },
  {
    name: "times: literals, zones, now",
    sql: `SELECT count(*) FROM signins WHERE createdDateTime >= from_iso8601_timestamp('2026-11-20T10:00:30Z')
      AND createdDateTime < TIMESTAMP '2026-11-22 00:00:00' AND createdDateTime < current_timestamp + INTERVAL '36500' DAY`,
    rows: [[2]],
  },
  {
    name: "a self join within an hour",
    sql: `SELECT a.userPrincipalName FROM signins a JOIN signins b
      ON a.ipAddress = b.ipAddress AND a.userPrincipalName <> b.userPrincipalName
      AND b.createdDateTime BETWEEN a.createdDateTime AND a.createdDateTime + INTERVAL '60' MINUTE`,
    rows: [["Ann@x.org"]],
  },
  {
    name: "max_by, count_if, decimals",
    sql: "SELECT max_by(userPrincipalName, createdDateTime), count_if(status.errorCode = 0), 100.0 * count_if(status.errorCode = 0) / count(*) FROM signins",
    rows: [["cy@x.org", 1, "25.0"]],
  },
  {
    name: "count_if counts nothing where no condition is known, and over no rows",
    sql: "SELECT count_if(nullif(id, id) = ''), count_if(id = '') FILTER (WHERE false), (SELECT count_if(id = '') FROM audits WHERE false) FROM audits",
    rows: [[0, 0, 0]],
  },
  {
    name: "lambdas over rows",
    sql: "SELECT id FROM audits WHERE any_match(targetResources, r -> r.type = 'User' AND r.displayName IS NULL)",
    rows: [["a1"]],
  },
  {
    name: "EXISTS, IN and scalar subqueries",
    sql: `SELECT s.userPrincipalName FROM signins s WHERE EXISTS (SELECT 1 FROM signins x WHERE x.userPrincipalName = s.userPrincipalName AND x.status.errorCode = 0)
      AND s.n IN (SELECT max(n) FROM signins) AND s.n > (SELECT avg(n) FROM signins)`,
    rows: [["bob@x.org"]],
  },
  {
    name: "JSON text of old and new values",
    sql: `SELECT cardinality(CAST(json_parse(p.newValue) AS array(varchar))) - json_array_length(p.oldValue) FROM audits
      CROSS JOIN UNNEST(targetResources) AS t(id, displayName, type, props) CROSS JOIN UNNEST(props) AS p(name, oldValue, newValue)`,
    rows: [[1]],
  },
  {
    name: "a list parameter of numbers, without brackets",
    sql: "SELECT count(*) FROM signins WHERE status.errorCode IN :codes",
    values: { codes: [50126, 1] },
    rows: [[2]],
  },
  {
    name: "a list parameter of texts, in brackets, negated",
    sql: "SELECT userPrincipalName FROM signins WHERE userPrincipalName NOT IN (:users) ORDER BY 1",
    values: { users: ["Ann@x.org", "bob@x.org"] },
    rows: [["cy@x.org"]],
  },
  {
    name: "an empty list finds nothing",
    sql: "SELECT count(*) FROM signins WHERE status.errorCode IN :codes",
    values: { codes: [] },
    rows: [[0]],
  },
  {
    name: "parameters take the type of their place and are only values",
    sql: "SELECT userPrincipalName FROM signins WHERE createdDateTime > :since AND userPrincipalName <> :name LIMIT :rows",
    values: { since: "2026-11-21 12:00:00", name: "' OR 1=1 --", rows: 1 },
    rows: [["cy@x.org"]],
  },
  {
    name: "GROUP BY takes a column before an alias of the same name",
    sql: "SELECT upper(dt) AS dt, count(*) FROM signins GROUP BY dt ORDER BY dt",
    rows: [
      ["2026-11-20", 2],
      ["2026-11-21", 1],
      ["2026-11-22", 1],
    ],
  },
  {
    name: "names ignore case and may be qualified with a schema",
    sql: `SELECT SIGNINS."STATUS".ErrorCode FROM tenanttrail.Signins WHERE N = 1`,
    rows: [[50126]],
  },
  {
    name: "USING merges columns",
    sql: "SELECT dt, s.userPrincipalName, a.id FROM signins s LEFT JOIN audits a USING (dt) WHERE n = 3 OR n IS NULL ORDER BY dt",
    rows: [
      ["2026-11-21", "bob@x.org", "a2"],
      ["2026-11-22", "cy@x.org", null],
    ],
  },
];

for (const { name, sql, values, rows } of cases)
  test(name, async () => {
    assert.deepEqual((await lake.ask(sql, values ?? {})).rows, rows);
  });

test("a table's own types come out under Trino's names", async () => {
  const { translation } = await lake.ask("SELECT createdDateTime, status, tags, count(*) OVER () FROM signins");
  assert.deepEqual(
    translation.columns.map(({ name, typeName }) => [name, typeName]),
    [
      ["createdDateTime", "timestamp(3)"],
      ["status", "row(errorcode integer, failurereason varchar)"],
      ["tags", "array(varchar)"],
      ["_col3", "bigint"],
    ],
  );
});

test("SHOW TABLES and DESCRIBE", async () => {
  assert.deepEqual((await lake.ask("SHOW TABLES")).rows, [["audits"], ["signins"]]);
  const { rows } = await lake.ask("DESCRIBE signins");
  assert.deepEqual(rows[0], ["createddatetime", "timestamp(3)"]);
});

test("a result can be made into a table", async () => {
  const { translation } = await lake.ask("SELECT s.*, s.dt FROM signins s");
  await lake.connection.run(`CREATE TEMP TABLE result AS (${translation.sql})`);
});

test("a number beyond the safe integers is a double, as a parameter too", async () => {
  assert.deepEqual((await lake.ask("SELECT :x > 1e307, :y / 2", { x: 1e308, y: 2.5 })).rows, [[true, 1.25]]);
});

test("a column of two relations of the same name is ambiguous, not the first one's", async () => {
  await assert.rejects(lake.ask("SELECT t.x FROM (VALUES 1) t(x), (VALUES 2) t(x)"), /'t\.x' is ambiguous/);
  assert.deepEqual((await lake.ask("SELECT t.y FROM (VALUES 1) t(x), (VALUES 2) t(y)")).rows, [[2]]);
});
