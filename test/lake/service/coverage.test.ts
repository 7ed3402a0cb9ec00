import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn } from "../../unit/import/reading.ts";
import { openLake } from "./open-lake.ts";

const signIns = (...times: readonly string[]): string =>
  times.map((createdDateTime, n) => JSON.stringify(signIn(`${createdDateTime}-${n}`, { createdDateTime }))).join("\n");

test("an answer says which of the days that it was asked for it did not see", async (t) => {
  const { service, root, file } = await openLake(t);
  const times = signIns("2026-03-01T01:00:00Z", "2026-03-02T23:59:59.999Z", "2026-03-02T00:00:00Z");
  await service.importLogs({ paths: [file("x", times)], tenantId: "t1" });
  const { coverage, lake, params } = await service.runQuery({
    sql: "SELECT id FROM signins WHERE dt BETWEEN :from AND :to AND ipAddress = 'nobody'",
    params: { from: "2026-03-01", to: "2026-03-30" },
  });
  assert.deepEqual(coverage, [
    {
      table: "signins",
      tenantId: "t1",
      from: "2026-03-01",
      to: "2026-03-30",
      days: 30,
      states: { imported: 2, unheld: 28 },
      gaps: [],
      newestEvent: "2026-03-02T23:59:59.999Z",
    },
  ]);
  assert.deepEqual([lake, params], [root, { from: "2026-03-01", to: "2026-03-30" }]);
});

test("every table that a view reads is told of, also one of which nothing is held", async (t) => {
  const { service, file } = await openLake(t);
  await service.importLogs({ paths: [file("x", signIns("2026-03-01T01:00:00Z"))], tenantId: "t1" });
  const { coverage } = await service.runQuery({ sql: "SELECT * FROM events WHERE dt = '2026-03-01'" });
  const told = new Map(coverage.map(({ table, states }) => [table, states]));
  assert.deepEqual(told.get("signins"), { imported: 1 });
  assert.deepEqual(told.get("audits"), { unheld: 1 });
  assert.equal(told.size, 6);
  assert.deepEqual((await service.runQuery({ sql: "SELECT 1" })).coverage, []);
});

test("two tenants are told apart, and a filter on one leaves the other out", async (t) => {
  const { service, file } = await openLake(t);
  await service.importLogs({ paths: [file("a", signIns("2026-03-01T01:00:00Z"))], tenantId: "t1" });
  await service.importLogs({ paths: [file("b", signIns("2026-03-02T01:00:00Z"))], tenantId: "t2" });
  const of = async (where: string) =>
    (await service.runQuery({ sql: `SELECT id FROM signins WHERE ${where}` })).coverage;
  const days = "dt BETWEEN '2026-03-01' AND '2026-03-02'";
  assert.deepEqual(
    (await of(days)).map(({ tenantId, states, newestEvent }) => [tenantId, states, newestEvent]),
    [
      ["t1", { imported: 1, unheld: 1 }, "2026-03-01T01:00:00.000Z"],
      ["t2", { imported: 1, unheld: 1 }, "2026-03-02T01:00:00.000Z"],
    ],
  );
  assert.deepEqual(
    (await of(`${days} AND tenantId = 't2'`)).map(({ tenantId }) => tenantId),
    ["t2"],
  );
  assert.deepEqual(
    (await of(`dt = '2026-03-01' AND tenantId = 'T2'`)).map(({ tenantId, states }) => [tenantId, states]),
    [["T2", { unheld: 1 }]],
  );
});

test("days asked for around a subquery, in OR and beside UNNEST count, and a table that was never read warns", async (t) => {
  const { service, file } = await openLake(t);
  await service.importLogs({ paths: [file("x", signIns("2026-03-01T01:00:00Z", "2026-03-02T01:00:00Z"))] });
  const told = async (sql: string) =>
    (await service.runQuery({ sql })).coverage.map(({ states, uncounted }) => uncounted ?? states);
  const days = "dt BETWEEN '2026-03-01' AND '2026-03-30'";
  for (const sql of [
    `SELECT * FROM (SELECT id, dt FROM signins) WHERE ${days}`,
    `WITH s AS (SELECT id, dt FROM signins) SELECT * FROM s WHERE ${days}`,
    `SELECT id FROM signins CROSS JOIN UNNEST(ARRAY[1]) AS u(x) WHERE ${days}`,
    "SELECT id FROM signins WHERE dt = '2026-03-01' OR dt = '2026-03-30'",
  ])
    assert.deepEqual(await told(sql), [{ imported: 2, unheld: 28 }], sql);
  assert.deepEqual(await told("SELECT count(*) FROM audits"), ["neverHeld"]);
  assert.deepEqual(await told("SELECT count(*) FROM signins WHERE tenantId = 'nobody'"), ["neverHeld"]);
  assert.deepEqual(await told("SELECT count(*) FROM signins WHERE dt = '9999-12-31'"), ["toCome"]);
});
