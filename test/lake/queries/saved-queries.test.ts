import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { JsonValue } from "../../../src/protocol/query.ts";
import { allCases } from "./cases/all-cases.ts";
import type { At } from "./cases/query-case.ts";
import { makeLake } from "./query-lake.ts";
import { openRunner, type QueryRunner } from "./query-runner.ts";
import { savedQueries } from "./saved-query.ts";

const day = 86_400_000;
/** Days of its own that each case has, more than any of them uses. */
const daysOfCase = 20;
const queries = new Map(savedQueries().map((query) => [query.name, query]));

const dateOf = (index: number, days: number): string =>
  new Date(Date.UTC(2022, 0, 3) + (index * daysOfCase + days) * day).toISOString().slice(0, 10);

const atOf =
  (index: number): At =>
  (clock, days = 0) => {
    assert.ok(days < daysOfCase);
    return `${dateOf(index, days)}T${clock.length === 5 ? `${clock}:00` : clock}Z`;
  };

describe("saved queries over records made by hand", () => {
  const open = new AsyncDisposableStack();
  let runner: QueryRunner;

  before(async () => {
    const lake = open.use(await makeLake(allCases.flatMap(({ records }, index) => records(atOf(index)))));
    runner = open.use(await openRunner(lake.root));
  });
  after(() => open.disposeAsync());

  test("every saved query has a case", () => {
    assert.deepEqual([...new Set(allCases.map(({ query }) => query))].sort(), [...queries.keys()].sort());
  });

  for (const [index, each] of allCases.entries())
    test(`${each.query}: ${each.title}`, async () => {
      const query = queries.get(each.query) ?? assert.fail(`No file ${each.query}.sql`);
      const params = { from: dateOf(index, 0), to: dateOf(index, daysOfCase - 1), ...each.params };
      const rows = await runner.run(query, params);
      const compared = rows.map((row) => each.columns.map((column) => comparable(row[column])));
      assert.deepEqual(compared.sort(byText), each.rows.map((row) => [...row]).sort(byText));
    });
});

/** 64-bit integers arrive as text. */
function comparable(value: JsonValue | undefined): JsonValue {
  if (value === undefined) return "(no such column)";
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

const byText = (a: readonly JsonValue[], b: readonly JsonValue[]): number => {
  const [one, two] = [JSON.stringify(a), JSON.stringify(b)];
  return one < two ? -1 : one > two ? 1 : 0;
};
