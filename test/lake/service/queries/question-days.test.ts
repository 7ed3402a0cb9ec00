import assert from "node:assert/strict";
import { test } from "node:test";
import type { ParameterDeclaration, ParameterValue } from "../../../../src/protocol/query-parameters.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { type OpenLake, openLake } from "../open-lake.ts";

const parameters: readonly ParameterDeclaration[] = [
  { name: "from", type: "date", default: "last 30 days" },
  { name: "to", type: "date", default: "last 30 days" },
];
const sql = "SELECT array_join(array_sort(array_agg(dt)), ' ') FROM signins WHERE dt BETWEEN :from AND :to";

async function lakeOf(t: Parameters<typeof openLake>[0], days: readonly string[]): Promise<OpenLake> {
  const lake = await openLake(t);
  const records = days.map((day) => JSON.stringify(signIn(`on-${day}`, { createdDateTime: `${day}T12:00:00Z` })));
  await lake.service.importLogs({ paths: [lake.file("signins.ndjson", records.join("\n"))] });
  return lake;
}

/** The days of the rows that a question finds. */
async function found({ service }: OpenLake, params: Readonly<Record<string, ParameterValue>>): Promise<unknown> {
  const { resultId } = await service.runQuery({ sql, params, parameters });
  return (await service.readWindow({ resultId, offset: 0, limit: 1 })).rows[0]?.[0];
}

test("the default is the 30 days that end with the newest held one, and words mean days of the lake", async (t) => {
  const lake = await lakeOf(t, ["2020-05-20", "2026-02-01", "2026-02-02", "2026-03-02", "2026-03-03"]);
  assert.equal(await found(lake, {}), "2026-02-02 2026-03-02 2026-03-03");
  assert.equal(await found(lake, { from: "last 2 days", to: "last 2 days" }), "2026-03-02 2026-03-03");
  assert.equal(await found(lake, { to: "2026-02-01" }), "2026-02-01");
  assert.equal(await found(lake, { from: "all days held" }), "2020-05-20 2026-02-01 2026-02-02 2026-03-02 2026-03-03");
  const { today, ...held } = await lake.service.heldDays({ sql, parameters });
  assert.deepEqual(held, { first: "2020-05-20", newest: "2026-03-03", last: "2026-03-03" });
  assert.match(today, /^\d{4}-\d{2}-\d{2}$/);
});

test("days are those of the tables that a statement reads; of all when it cannot be read", async (t) => {
  const { service } = await lakeOf(t, ["2026-03-03"]);
  const audits = await service.heldDays({ sql: "SELECT 1 FROM audits WHERE dt >= :from" });
  assert.deepEqual(Object.keys(audits), ["today"]);
  for (const readable of ["SELECT 1 FROM events", "SELECT 1 FROM signins_interactive", "SELEC", ""])
    assert.equal((await service.heldDays({ sql: readable })).last, "2026-03-03", readable);
});

test("a value that is no day runs nothing and says which parameter it was", async (t) => {
  const lake = await lakeOf(t, ["2026-03-03"]);
  for (const wrong of ["2026-02-30", "2026-1-1", "", "2026-11-01 ", "2026-11-01T00:00:00Z", null])
    await assert.rejects(found(lake, { from: wrong }), {
      code: "bad-argument",
      message: /^The parameter :from needs a day as YYYY-MM-DD/,
    });
  await assert.rejects(found(lake, { from: "2026-03-03", to: "2026-03-02" }), { code: "bad-argument" });
});

test("a summary has the statement with its values, days in words as the days that they were, and it runs again", async (t) => {
  const lake = await lakeOf(t, ["2026-03-02", "2026-03-03"]);
  const { sqlWithValues = "" } = await lake.service.runQuery({ sql, params: { from: "last 2 days" }, parameters });
  assert.equal(sqlWithValues, sql.replace(":from", "'2026-03-02'").replace(":to", "'2026-03-03'"));
  const again = await lake.service.runQuery({ sql: sqlWithValues });
  assert.equal("sqlWithValues" in again, false);
  assert.deepEqual((await lake.service.readWindow({ resultId: again.resultId, offset: 0, limit: 1 })).rows, [
    ["2026-03-02 2026-03-03"],
  ]);
});
