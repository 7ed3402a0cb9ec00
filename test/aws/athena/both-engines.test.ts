import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { QueryRequest } from "../../../src/protocol/query.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import type { Engine } from "../../../src/query/engine.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import { splitStatements } from "../../../src/sqlfile/statements.ts";
import { tables } from "../../../src/tables/schema/tables.ts";
import { makeLake } from "../../lake/queries/query-lake.ts";
import { savedQueries } from "../../lake/queries/saved-query.ts";
import { AthenaLake, database } from "./athena-lake.ts";
import { showSlices } from "./show-slices.ts";

/** Small, because every query is asked twice; the attacks are those of the walkthrough. */
const options = { users: 30, days: 10, scale: 0.15 };
const [attack] = labels(options);
const asked = { account: attack?.account ?? "", address: attack?.ipAddresses[0] ?? "", session: "none" };
const queries = await savedQueries();
let lake: AthenaLake;

before(async () => {
  const { root } = await makeLake(sampleRecords());
  lake = await AthenaLake.start(root);
  await showSlices(lake.look, lake.clients, "logs", database);
});
after(async () => await lake?.stop());

function* sampleRecords() {
  for (const { table, record } of sampleEvents(options)) yield { table, record };
}

/** Rows as a view shows them. Rows that the order does not tell apart may come in any. */
async function answer(engine: Engine, request: QueryRequest) {
  const { resultId, columns, rowCount, coverage, params } = await engine.ask(request);
  const { rows } = await (await engine.results()).readWindow({ resultId, offset: 0, limit: 100_000 });
  return { columns, rowCount, rows: rows.map((row) => JSON.stringify(row)).toSorted(), coverage, params };
}

describe("every shipped query has the same answer on both engines", { concurrency: 3 }, () => {
  for (const { name, block, text } of queries)
    for (const [index, { text: sql }] of splitStatements(text, 100).entries())
      test(`${name} ${index + 1}`, async () => {
        const parameters = block?.header.params ?? [];
        const missing = parameters.filter((param) => param.default === undefined);
        const params = Object.fromEntries(missing.map(({ name: each }) => [each, asked[each as keyof typeof asked]]));
        const request = { sql, parameters, params };
        assert.deepEqual(await answer(lake.athena, request), await answer(lake.local, request));
      });
});

describe("tables and views show the same", { concurrency: 3 }, () => {
  for (const name of [...tableNames, "events" as const])
    test(name, async () => {
      const key = name === "events" ? ["table", "key"] : tables[name].keyColumns;
      const order = ["tenantId", ...key].map((column) => `"${column}"`).join(", ");
      const request = { sql: `SELECT * FROM ${name} ORDER BY ${order} LIMIT 100` };
      const [athena, local] = [await answer(lake.athena, request), await answer(lake.local, request)];
      assert.deepEqual(athena, local);
      assert.ok(athena.rowCount > 0, "there are rows");
    });
});
