import assert from "node:assert/strict";
import { test } from "node:test";
import { dayStatements } from "../../../../src/editor/log-days/day-query.ts";
import { buildLogDays } from "../../../../src/editor/log-days/log-days-model.ts";
import { queryDays } from "../../../../src/editor/log-days/query-days.ts";
import type { PanelRun } from "../../../../src/editor/queries/panel-runs.ts";
import { day } from "../fakes/some-log-days.ts";

test("the query of some days reads only those and their tenant, a statement a table", () => {
  const statements = dayStatements([day({ day: "2026-11-22" }), day({ day: "2026-11-21" }), day({ table: "audits" })]);
  assert.deepEqual(statements, [
    {
      sql: "SELECT *\nFROM signins\nWHERE dt IN ('2026-11-21', '2026-11-22')\n  AND tenantId = 'tenant'\nORDER BY createdDateTime DESC",
      title: "Sign-ins of 2026-11-21 to 2026-11-22 · tenant",
    },
    {
      sql: "SELECT *\nFROM audits\nWHERE dt = '2026-11-22'\n  AND tenantId = 'tenant'\nORDER BY activityDateTime DESC",
      title: "Audits of 2026-11-22 · tenant",
    },
  ]);
});

test("the query of several tenants' days reads of each only its own", () => {
  const other = { tenantId: "it's", tenantName: `it's "*/ $(x)` };
  const statements = dayStatements([
    day({}),
    day(other),
    day({ ...other, day: "2026-11-21" }),
    day({ tenantId: "third" }),
  ]);
  assert.deepEqual(
    statements.map(({ sql, title }) => [sql.split("\n").slice(2, 4).join(""), title]),
    [
      ["WHERE dt = '2026-11-22'  AND tenantId IN ('tenant', 'third')", "Sign-ins of 2026-11-22 · tenant, third"],
      [
        "WHERE dt IN ('2026-11-21', '2026-11-22')  AND tenantId = 'it''s'",
        `Sign-ins of 2026-11-21 to 2026-11-22 · it's "*/ $(x)`,
      ],
    ],
  );
});

test("days without a hole are one range, and a hole is not read", () => {
  const where = (...days: readonly string[]) =>
    dayStatements(days.map((each) => day({ day: each })))[0]?.sql.split("\n")[2];
  assert.equal(where("2026-11-01", "2026-10-31", "2026-10-30"), "WHERE dt BETWEEN '2026-10-30' AND '2026-11-01'");
  assert.equal(
    where("2020-05-20", "2026-10-31", "2026-11-01"),
    "WHERE dt IN ('2020-05-20', '2026-10-31', '2026-11-01')",
  );
});

test("what the limit leaves out is said in the title and in the statement", () => {
  const [cut] = dayStatements([day({ rows: 9_000 }), day({ day: "2026-11-21", rows: 1_001 })]);
  assert.match(cut?.title ?? "", / · newest 10,000 of 10,001 rows$/);
  assert.match(cut?.sql ?? "", /^-- The newest 10,000 of 10,001 rows: .*\nSELECT [\s\S]*\nLIMIT 10000$/);
  const [whole] = dayStatements([day({ rows: 10_000 })]);
  assert.doesNotMatch(whole?.sql ?? "", /LIMIT/);
});

test("tables, months and days are run at once; nothing is run where no rows are held", async () => {
  const ran: PanelRun[] = [];
  const runs = {
    run: async (run: PanelRun) => {
      ran.push(run);
      return "ready" as const;
    },
  };
  const [table] = buildLogDays([day({}), day({ day: "2026-11-21", rows: 0, state: "gap" })]);
  const [newest, gap] = table?.months[0]?.days ?? [];
  assert.ok(table && newest && gap);
  await queryDays(runs, [table], "own");
  assert.match(ran[0]?.statement.sql ?? "", /dt = '2026-11-22'/);
  await queryDays(runs, [newest], "last");
  assert.notEqual(ran[1]?.key, ran[0]?.key);
  await assert.rejects(queryDays(runs, [gap], "own"), { code: "bad-argument" });
});
