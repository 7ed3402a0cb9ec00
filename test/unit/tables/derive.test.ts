import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tableNames } from "../../../src/protocol/tables.ts";
import { allColumns, tables } from "../../../src/tables/schema/all-tables.ts";
import { apiNameOf, isMicrosofts } from "../../../src/tables/schema/column.ts";
import { identifyRecord } from "../../../src/tables/shapes/identify.ts";
import { deriveSql } from "../../../src/tables/sql/duckdb-schema.ts";
import { duckdbType } from "../../../src/tables/sql/duckdb-types.ts";
import { filledColumnsSql } from "../../../src/tables/sql/filled-columns.ts";
import { createDerived, derivedRows, type Row, rowsOf, withEngine } from "./derive-helper.ts";
import { realRecords } from "./real-records.ts";

const time = "2026-03-01T00:58:41.2345678Z";

for (const name of tableNames)
  test(`${name}: derived columns have the declared names, order and types`, () =>
    withEngine(async (connection) => {
      await createDerived(connection, "derived", name, []);
      const declared = allColumns(name).map((column) => `${column.name.toLowerCase()} ${duckdbType(column.type)}`);
      await connection.run(`CREATE TABLE declared (${declared.join(", ")})`);
      const described = await rowsOf(connection, `DESCRIBE (${deriveSql(name, "observed")})`);
      assert.deepEqual(described, await rowsOf(connection, "DESCRIBE declared"));
    }));

test("the published sign-ins derive with kind, outcome, nested values and real numbers", () =>
  withEngine(async (connection) => {
    const observations = realRecords("signinlogs").map((record) => ({ source: "log-analytics" as const, record }));
    await createDerived(connection, "derived", "signins", observations);
    const counts = await rowsOf(
      connection,
      `SELECT CAST(count(*) AS INTEGER) AS n, CAST(count(DISTINCT id) AS INTEGER) AS ids, min(signInKind) AS kind,
        CAST(count(*) FILTER (outcome IS NULL) AS INTEGER) AS without, CAST(sum(len(appliedConditionalAccessPolicies)) AS INTEGER) AS policies,
        CAST(count(processingTimeInMilliseconds) AS INTEGER) AS timed, min(status.errorCode) AS lowest FROM derived`,
    );
    assert.deepEqual(counts, [
      { n: 86, ids: 45, kind: "interactiveUser", without: 0, policies: counts[0]?.["policies"], timed: 86, lowest: 0 },
    ]);
    const [first] = await rowsOf(
      connection,
      "SELECT createddatetime, location, appliedconditionalaccesspolicies[1].conditionsnotsatisfied AS c FROM derived WHERE id = 'f05079ed-f820-4531-ab26-498b53af3800'",
    );
    assert.deepEqual(first, {
      createddatetime: "2020-05-20 18:19:04",
      location: {
        city: "Park Ridge",
        state: "Illinois",
        countryorregion: "US",
        geocoordinates: { altitude: null, latitude: 41.9971809387, longitude: -87.8483123779 },
      },
      c: "application",
    });
  }));

test("the published audits and activity derive, key and event time from their identity", () =>
  withEngine(async (connection) => {
    const audits = realRecords("auditlogs").map((record) => ({ source: "log-analytics" as const, record }));
    const [audit] = await derivedRows(connection, "audits", audits);
    assert.equal(audit?.["id"], "Directory_10065ffb-8199-48bc-8ff5-912cb5b8295a_AUMVX_13992832");
    assert.equal(audit?.["activitydatetime"], "2021-08-02 13:29:25.983");
    const activity = realRecords("officeactivity").map((record) => ({ source: "log-analytics" as const, record }));
    const [read] = await derivedRows(connection, "activity", activity);
    assert.equal(read?.["recordtypename"], "ExchangeItemAggregated");
    assert.equal(read?.["ipaddress"], "1.2.3.4");
    assert.equal(read?.["creationtime"], "2021-08-02 13:32:07");
    assert.equal(read?.["externalaccess"], false);
  }));

test("a time in any column is truncated to milliseconds, also inside lists, and words are no times", () =>
  withEngine(async (connection) => {
    const record = {
      id: "1",
      createdDateTime: time,
      authenticationDetails: [
        { authenticationStepDateTime: "2026-03-01T00:58:41.9999999Z" },
        { authenticationStepDateTime: "infinity" },
        { authenticationStepDateTime: "2026-03-01T02:00:00+02:00" },
        "not an object",
      ],
    };
    const [row] = await derivedRows(connection, "signins", [{ source: "graph-beta", record }]);
    const steps = row?.["authenticationdetails"] as readonly (Row | null)[];
    assert.equal(row?.["createddatetime"], "2026-03-01 00:58:41.234");
    assert.deepEqual(
      steps.map((step) => step?.["authenticationstepdatetime"] ?? null),
      ["2026-03-01 00:58:41.999", null, "2026-03-01 00:00:00", null],
    );
  }));

test("a value that does not fit is NULL, and an object where a text should be is its JSON", () =>
  withEngine(async (connection) => {
    const record = {
      id: "1",
      createdDateTime: time,
      status: "broken",
      location: {},
      deviceDetail: { isCompliant: "maybe", browser: { name: "Edge" } },
      processingTimeInMilliseconds: "soon",
      autonomousSystemNumber: 4_294_967_295,
      riskEventTypes_v2: "none",
      conditionalAccessAudiences: [{ applicationId: "a" }, "b"],
      authenticationStrengths: "plain text",
      userAgent: ["x"],
    };
    const [row] = await derivedRows(connection, "signins", [{ source: "graph-beta", record }]);
    assert.equal(row?.["status"], null);
    assert.equal(row?.["location"], null);
    assert.equal(row?.["processingtimeinmilliseconds"], null);
    assert.equal(row?.["autonomoussystemnumber"], "4294967295");
    assert.equal(row?.["riskeventtypes_v2"], null);
    assert.deepEqual(row?.["conditionalaccessaudiences"], ['{"applicationId":"a"}', "b"]);
    assert.equal(row?.["authenticationstrengths"], '"plain text"');
    assert.equal(row?.["useragent"], '["x"]');
    const device = row?.["devicedetail"] as Row | undefined;
    assert.equal(device?.["iscompliant"], null);
    assert.equal(device?.["browser"], '{"name":"Edge"}');
  }));

test("raw that DuckDB cannot parse keeps its row, and so do its neighbours", () =>
  withEngine(async (connection) => {
    const rows = await derivedRows(connection, "signins", [
      { source: "graph-beta", record: { id: "1", createdDateTime: time, userAgent: "\ud800" } },
      { source: "graph-beta", record: { id: "2", createdDateTime: time, userAgent: "fine" } },
      { source: "graph-beta", record: { id: "3", createdDateTime: time, agent: nested(2_000) } },
    ]);
    assert.deepEqual(
      rows.map((row) => [row["id"], row["createddatetime"]]),
      ["1", "2", "3"].map((id) => [id, "2026-03-01 00:58:41.234"]),
    );
    assert.equal(rows[1]?.["useragent"], "fine");
  }));

test("whatever stands in any field of any table, every row is kept with its key and event time", () =>
  withEngine(async (connection) => {
    const junk = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom("", "<null>", "[]", "{}", "[1", "infinity", "-1", "1e999", "0001-01-01T00:00:00Z", 1e300, -0.5),
    );
    for (const name of tableNames) {
      const table = tables[name];
      const own = table.columns.filter(isMicrosofts).map(apiNameOf);
      const members = own.filter((key) => key !== table.keyColumns[0] && key !== table.eventTime);
      const record = fc.dictionary(fc.constantFrom(...members, "Type", "ID"), junk, { maxKeys: 60, size: "max" });
      await fc.assert(
        fc.asyncProperty(fc.array(record, { minLength: 80, maxLength: 80 }), async (records) => {
          const observations = records.map((each, index) => ({
            source: "graph-beta" as const,
            record: { ...each, [table.keyColumns[0] ?? "id"]: `k${index}`, [table.eventTime]: time },
          }));
          await createDerived(connection, "derived", name, observations);
          const rows = await rowsOf(
            connection,
            `SELECT ${table.keyColumns[0]} AS k, CAST(epoch_ms(${table.eventTime}) AS DOUBLE) AS t,
              ${filledColumnsSql(name, "derived")} AS filled FROM derived ORDER BY CAST(substr(k, 2) AS INTEGER)`,
          );
          const expected = observations.map((each) => identifyRecord(name, each.source, each.record));
          assert.deepEqual(
            rows.map((row) => row["t"]),
            expected.map((each) => ("rejected" in each ? null : each.eventTimeMs)),
          );
          assert.deepEqual(
            rows.map((row) => row["k"]),
            observations.map((_, index) => `k${index}`),
          );
          for (const row of rows) assert.ok(typeof row["filled"] === "number" && row["filled"] >= 2);
        }),
        // Few runs of many records, because most of a run is DuckDB's planning of some hundred columns.
        { numRuns: 2 },
      );
    }
  }));

test("filled columns are those with a value: no NULL, empty text, empty list or empty object", () =>
  withEngine(async (connection) => {
    const record = {
      id: "1",
      createdDateTime: time,
      userAgent: "",
      riskEventTypes_v2: [],
      mfaDetail: {},
      appId: "a",
      isInteractive: false,
      status: { errorCode: 0 },
      authenticationStrengths: [],
      sessionId: null,
    };
    await createDerived(connection, "derived", "signins", [{ source: "graph-beta", record }]);
    const rows = await rowsOf(connection, `SELECT ${filledColumnsSql("signins", "derived")} AS filled FROM derived`);
    assert.deepEqual(rows, [{ filled: 5 }]);
  }));

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return { agentType: value };
}
