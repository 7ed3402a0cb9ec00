import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { dayMs } from "../../../src/base/time-units.ts";
import type { QueryRequest } from "../../../src/protocol/query.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { sampleTenantId } from "../../../src/sample-tenant/tenant.ts";
import { tables } from "../../../src/tables/schema/all-tables.ts";
import { allCases } from "../../lake/queries/cases/all-cases.ts";
import type { At } from "../../lake/queries/cases/query-case.ts";
import { type LogRecord, makeLake } from "../../lake/queries/query-lake.ts";
import { savedQueries } from "../../lake/queries/saved-query.ts";
import { type Answer, type BothEngines, bothEngines } from "./both-engines.ts";
import { upToTies } from "./in-order.ts";
import { otherTexts, smallSample } from "./other-texts.ts";
import { otherValues } from "./other-values.ts";
import { portalRecords } from "./portal-records.ts";

const daysOfCase = 18;
const queries = new Map(savedQueries().map((query) => [query.name, query]));

const dateOf = (index: number, days: number): string =>
  new Date(Date.UTC(2022, 0, 3) + (index * daysOfCase + days) * dayMs).toISOString().slice(0, 10);

const atOf =
  (index: number): At =>
  (clock, days = 0) =>
    `${dateOf(index, days)}T${clock.length === 5 ? `${clock}:00` : clock}Z`;

/** One lake for all, because an AWS takes longer to start than a query: each case has days of its own, the sample the newest. */
function* records(): Generator<LogRecord> {
  for (const [index, each] of allCases.entries()) yield* each.records(atOf(index));
  yield* portalRecords();
  for (const { table, record } of sampleEvents(smallSample)) yield { table, record, tenantId: sampleTenantId };
}

describe("this machine and Athena answer alike", { concurrency: 4 }, () => {
  const open = new AsyncDisposableStack();
  let engines: BothEngines;

  before(async () => {
    assert.ok(
      dateOf(allCases.length, 0) < "2026-11-01",
      "the cases reach into the sample, and Athena sees no days to come",
    );
    const lake = open.use(await makeLake(records()));
    engines = open.use(await bothEngines(lake.root));
  });
  after(() => open.disposeAsync());

  /** Asks both, and holds their answers against each other. @returns this machine's. */
  async function answerOf(request: QueryRequest): Promise<Answer> {
    const [local, athena] = await Promise.all([engines.local(request), engines.athena(request)]);
    assert.deepEqual([athena.engine, local.engine], ["athena", "duckdb"]);
    assert.deepEqual(upToTies(request.sql, athena), upToTies(request.sql, local));
    return local;
  }

  for (const [index, each] of allCases.entries())
    test(`${each.query}: ${each.title}`, async () => {
      const { text } = queries.get(each.query) ?? assert.fail(`No file ${each.query}.sql`);
      const params = { from: dateOf(index, 0), to: dateOf(index, daysOfCase - 1), ...each.params };
      assert.equal((await answerOf({ sql: text, params })).rows.length, each.rows.length);
    });

  for (const { name, text, block } of queries.values())
    test(`${name}, over the sample tenant with other values than its header's`, async () => {
      const params = otherValues(block?.header.params ?? [], otherTexts);
      const { rows, asked } = await answerOf({ sql: text, params });
      // The last day is the newest that the tables of the query hold; that of risky users ends a day before the others.
      const days = name === "reports/risky-users" ? ["2026-11-11", "2026-11-20"] : ["2026-11-12", "2026-11-21"];
      assert.deepEqual([asked.params["from"], asked.params["to"]], days);
      assert.ok(asked.coverage.length > 0);
      assert.equal(rows.length > 0, !withoutRows.has(name), `${rows.length} rows`);
    });

  for (const name of [...tableNames, "events" as const])
    test(`${name} shows the same`, async () => {
      const key = name === "events" ? ["table", "key"] : tables[name].keyColumns;
      const order = ["tenantId", ...key].map((column) => `"${column}"`).join(", ");
      const { rows } = await answerOf({
        sql: `SELECT * FROM ${name} WHERE dt > '2026-01-01' ORDER BY ${order} LIMIT 100`,
      });
      assert.ok(rows.length > 0);
    });

  for (const name of ["audits", "events"])
    test(`${name} hides what the portal's CSV repeats, also where another asks Athena`, async () => {
      const [columns, order] = name === "audits" ? ["id, source, dt", "1"] : ['"key", dt', "1"];
      const sql = `SELECT ${columns} FROM ${name} WHERE dt BETWEEN '2021-12-01' AND '2021-12-03' ORDER BY ${order}`;
      const { rows } = await answerOf({ sql });
      assert.equal(rows.length, 7);
      const byOthers = await engines.console(sql);
      assert.deepEqual(
        byOthers.map((row) => JSON.stringify(row)),
        rows,
      );
    });

  test("a statement may call its own query audits", async () => {
    const sql =
      "WITH audits AS (SELECT id, source FROM audits WHERE dt = '2021-12-01') SELECT source, count(*) AS n FROM audits GROUP BY source ORDER BY 1";
    assert.deepEqual((await answerOf({ sql })).rows, ['["graph-beta",1]', '["portal-csv",4]']);
  });

  test("the tables are the same, without those behind them", async () => {
    const { rows } = await answerOf({ sql: "SHOW TABLES" });
    assert.ok(rows.includes('["audits"]'));
    const { rows: columns } = await answerOf({ sql: "SELECT * FROM audits WHERE dt = '2021-12-04'" });
    assert.deepEqual(columns, []);
  });
});

/** Queries that find nothing in the small sample; each finds something in its cases. */
const withoutRows: ReadonlySet<string> = new Set([
  "detections/applications/admin-consent-to-application",
  "detections/applications/high-privilege-app-role",
  "detections/mail-and-files/mail-forwarded-by-administrator",
  "detections/mail-and-files/mailbox-permission-granted",
  "detections/multifactor/method-registered-from-new-network",
  "detections/multifactor/mfa-weakened",
  "detections/privilege-and-policy/auditing-switched-off",
  "detections/privilege-and-policy/conditional-access-changed",
  "detections/privilege-and-policy/domain-federation-changed",
  "detections/privilege-and-policy/role-assigned-outside-pim",
  "detections/sessions-and-tokens/first-country-for-an-account",
  "detections/sessions-and-tokens/mailbox-used-from-elsewhere",
  "health/duplicate-events",
  "hunting/first-use-of-an-application",
  "hunting/new-directory-activities",
]);
