import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { dayMs } from "../../../src/base/time-units.ts";
import { allCases } from "../../lake/queries/cases/all-cases.ts";
import type { At } from "../../lake/queries/cases/query-case.ts";
import { makeLake } from "../../lake/queries/query-lake.ts";
import { savedQueries } from "../../lake/queries/saved-query.ts";
import { type BothEngines, bothEngines } from "./both-engines.ts";
import { upToTies } from "./in-order.ts";

const daysOfCase = 20;
const queries = new Map((await savedQueries()).map((query) => [query.name, query]));

const dateOf = (index: number, days: number): string =>
  new Date(Date.UTC(2022, 0, 3) + (index * daysOfCase + days) * dayMs).toISOString().slice(0, 10);

const atOf =
  (index: number): At =>
  (clock, days = 0) =>
    `${dateOf(index, days)}T${clock.length === 5 ? `${clock}:00` : clock}Z`;

describe("every saved query has the same rows on this machine and in Athena", { concurrency: 4 }, () => {
  const open = new AsyncDisposableStack();
  let engines: BothEngines;

  before(async () => {
    const lake = open.use(await makeLake(allCases.flatMap(({ records }, index) => records(atOf(index)))));
    engines = open.use(await bothEngines(lake.root));
  });
  after(() => open.disposeAsync());

  for (const [index, each] of allCases.entries())
    test(`${each.query}: ${each.title}`, async () => {
      const { text } = queries.get(each.query) ?? assert.fail(`No file ${each.query}.sql`);
      const params = { from: dateOf(index, 0), to: dateOf(index, daysOfCase - 1), ...each.params };
      const [local, athena] = await Promise.all([
        engines.local({ sql: text, params }),
        engines.athena({ sql: text, params }),
      ]);
      assert.deepEqual([athena.engine, local.engine], ["athena", "duckdb"]);
      assert.deepEqual(upToTies(text, athena), upToTies(text, local));
      assert.equal(athena.rows.length, each.rows.length);
    });
});
