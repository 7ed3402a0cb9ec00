import assert from "node:assert/strict";
import { test } from "node:test";
import type { QueryProgress } from "../../../src/protocol/query.ts";
import type { AskedLake } from "../../../src/query/lake-question.ts";
import type { LakeSlice } from "../../../src/query/lake-slice.ts";
import { bucketWorkgroup, metadata, ScriptedAthena } from "./scripted-athena.ts";

const terabyte = 1_000_000_000_000;

/** Slices of two days whose columns take a tenth of a terabyte each. */
const slices = ["2026-11-20", "2026-11-21"].map(
  (day): LakeSlice => ({
    table: "signins",
    day,
    path: `signins/dt=${day}/00-24.parquet`,
    bytes: 50 * terabyte,
    portalCsv: 0,
    columnBytes: Array.from({ length: 500 }, () => terabyte / 10),
    tenants: ["t1"],
    firstMs: Date.parse(day),
    lastMs: Date.parse(day),
  }),
);
const lake: AskedLake = {
  name: "s3://logs",
  slices: new Map([["signins", slices]]),
  nowMs: Date.UTC(2026, 10, 22),
  coverage: () => [],
};
const twoDays = "SELECT id FROM signins";
const oneDay = `${twoDays} WHERE dt = '2026-11-20'`;
const GetQueryResults = () => metadata(["id", "varchar"]);

test("a statement that may scan more than is allowed is not started, and says how much and for what price", async () => {
  await using athena = await ScriptedAthena.start({ GetQueryResults });
  await assert.rejects(athena.askOf(lake, { sql: twoDays, mayScanBytes: terabyte / 10 }), {
    code: "too-expensive",
    message: /may scan 200 GB on Athena, for about \$1\.00\. That is over the limit of 100 GB/,
  });
  assert.deepEqual(athena.calls, []);
});

test("a statement that scans just what is allowed is started, and so is each when nothing is said", async () => {
  for (const request of [
    { sql: twoDays, mayScanBytes: terabyte / 5 },
    { sql: oneDay, mayScanBytes: terabyte / 10 },
    { sql: twoDays },
  ]) {
    await using athena = await ScriptedAthena.start({ GetQueryResults });
    await athena.askOf(lake, request);
    assert.equal(athena.count("StartQueryExecution"), 1);
  }
});

const foreign = [
  { of: lake, sql: "SELECT id FROM other.signins", names: "other.signins" },
  {
    of: lake,
    sql: `SELECT s.id FROM signins s JOIN flows.v2 ON v2.id = s.id WHERE s.dt = '2026-11-20'`,
    names: "flows.v2",
  },
  { of: lake, sql: "WITH v2 AS (SELECT 1 AS id) SELECT id FROM v2, hive.flows.v2 AS w", names: "hive.flows.v2" },
  { of: undefined, sql: "SELECT id FROM flows", names: "flows" },
  { of: undefined, sql: "SELECT id FROM signins", names: "signins" },
] as const;

test("a statement of other tables than the lake's says that nobody knows, and is not started under a limit", async () => {
  for (const { of, sql, names } of foreign) {
    await using athena = await ScriptedAthena.start({ GetQueryResults });
    await assert.rejects(athena.askOf(of, { sql, mayScanBytes: 5 * terabyte }), (error: Error & { code?: string }) => {
      assert.equal(error.code, "too-expensive");
      assert.ok(
        error.message.includes(`TenantTrail does not know ${names}. It may be over the limit of 5.0 TB`),
        error.message,
      );
      return true;
    });
    assert.equal(athena.count("StartQueryExecution"), 0);
  }
});

test("it runs without a limit, and within that of its workgroup", async () => {
  const limited = (BytesScannedCutoffPerQuery: number) => () => ({
    WorkGroup: {
      ...bucketWorkgroup.WorkGroup,
      Configuration: { ...bucketWorkgroup.WorkGroup.Configuration, BytesScannedCutoffPerQuery },
    },
  });
  for (const { of, sql, names } of foreign) {
    const progress: QueryProgress[] = [];
    await using athena = await ScriptedAthena.start({ GetQueryResults, GetWorkGroup: limited(terabyte) });
    await athena.askOf(of, { sql }, { onProgress: (each) => progress.push(each) });
    await athena.askOf(of, { sql, mayScanBytes: terabyte });
    assert.deepEqual(progress[0]?.estimate?.unknownTables, [names]);
    assert.equal(progress[0]?.estimate?.bytes, undefined);
    await assert.rejects(athena.askOf(of, { sql, mayScanBytes: terabyte - 1 }), { code: "too-expensive" });
    assert.equal(athena.count("StartQueryExecution"), 2);
  }
});

test("what reads no table, or what describes the database, scans nothing and is never asked about", async () => {
  for (const sql of ["SELECT 1 AS id", "SHOW TABLES", "SELECT table_name AS id FROM information_schema.tables"])
    for (const asked of [lake, undefined]) {
      await using athena = await ScriptedAthena.start({ GetQueryResults });
      await athena.askOf(asked, { sql, mayScanBytes: 0 });
      assert.equal(athena.count("StartQueryExecution"), 1);
    }
});
