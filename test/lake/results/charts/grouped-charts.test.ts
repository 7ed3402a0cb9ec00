import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type ChartData,
  type ChartKey,
  chartLimits,
  type GroupedChart,
} from "../../../../src/protocol/chart/chart-data.ts";
import type { ChartSpec, ChartType } from "../../../../src/protocol/chart/chart-spec.ts";
import { lockedEngine } from "../locked-engine.ts";

type Row = readonly [place: string | null, split: string | null, amount: number | null];

/** The rows as a table with the columns place, split and amount. */
const tableOf = (rows: readonly Row[]) => ({
  sql: `SELECT r[1] AS place, r[2] AS split, r[3]::BIGINT AS amount FROM (SELECT unnest(from_json($rows, '["JSON"]')) AS j),
    LATERAL (SELECT [j->>'$[0]', j->>'$[1]', j->>'$[2]'] AS r)`,
  values: { rows: JSON.stringify(rows) },
});

function grouped(data: ChartData): GroupedChart {
  assert.equal(data.kind, "grouped");
  return data as GroupedChart;
}

const keyOf = (key: ChartKey | undefined): string =>
  key === undefined ? "all" : key.kind === "others" ? "others" : `=${key.value}`;

/** From place and series to value, by their names. */
function cellsOf(data: GroupedChart, measure = 0): ReadonlyMap<string, number | string | null> {
  assert.equal(data.axis.kind, "category");
  const keys = data.axis.kind === "category" ? data.axis.keys : [];
  return new Map(
    data.series
      .filter((each) => each.measure === measure)
      .flatMap(({ key, values }) => values.map((value, at) => [`${keyOf(keys[at])} ${keyOf(key)}`, value] as const)),
  );
}

const word = fc.option(fc.string({ maxLength: 2, unit: fc.constantFrom("a", "b", "'", "") }), { nil: null, freq: 5 });
const row: fc.Arbitrary<Row> = fc.tuple(word, word, fc.option(fc.integer(), { nil: null, freq: 5 }));
const type = fc.constantFrom<ChartType>("bar", "pie", "line", "area", "map");

test("each group is what a plain model says, and all of them together are all rows", async () => {
  await using engine = await lockedEngine();
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      type,
      fc.boolean(),
      async (rows, chart, isSplit) => {
        const { sql, values } = tableOf(rows);
        const { resultId } = await engine.run(sql, { values });
        const spec: ChartSpec = {
          type: chart,
          x: 0,
          measures: [{ column: 2, aggregate: "sum" }],
          ...(isSplit && { series: 1 }),
        };
        const data = grouped(await engine.results.chartData({ resultId, chart: spec }));
        const sum = (of: readonly Row[]): number => of.reduce((total, [, , amount]) => total + (amount ?? 0), 0);
        assert.equal(data.rows, rows.length);
        assert.equal(data.left.placeless, 0);
        assert.equal(data.left.measures[0]?.nulls, rows.filter(([, , amount]) => amount === null).length);
        const all = data.series.flatMap((each) => each.values.map(Number)).reduce((total, each) => total + each, 0);
        assert.equal(all, sum(rows));
        for (const [name, value] of cellsOf(data)) {
          if (name.includes("others")) continue;
          const mine = rows.filter(([place, split]) => `=${place} ${isSplit ? `=${split}` : "all"}` === name);
          assert.equal(Number(value ?? 0), sum(mine), name);
        }
      },
    ),
    { numRuns: 80 },
  );
});

test("what is beyond the limits is one group more, whatever is made of its rows", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    `SELECT 'account ' || (n % 1204) AS account, 'app ' || (n % 30) AS app, n AS amount FROM range(5000) AS t(n)`,
  );
  for (const aggregate of ["count", "sum", "avg", "min", "max", "distinct"] as const) {
    const chart: ChartSpec = { type: "bar", x: 0, measures: [{ column: 2, aggregate }], series: 1 };
    const { axis, series } = grouped(await engine.results.chartData({ resultId, chart }));
    assert.ok(axis.kind === "category");
    assert.equal(axis.keys.length, chartLimits.categories + 1);
    assert.deepEqual(axis.keys.at(-1), { kind: "others", values: 1204 - chartLimits.categories });
    assert.equal(series.length, chartLimits.series + 1);
    assert.deepEqual(series.at(-1)?.key, { kind: "others", values: 30 - chartLimits.series });
    const all = series.flatMap(({ values }) => values).filter((value) => value !== null);
    const total = all.reduce<number>((sum, value) => sum + Number(value), 0);
    if (aggregate === "count" || aggregate === "distinct") assert.equal(total, 5000);
    if (aggregate === "sum") assert.equal(total, (4999 * 5000) / 2);
    if (aggregate === "max") assert.equal(Math.max(...all.map(Number)), 4999);
    if (aggregate === "min") assert.equal(Math.min(...all.map(Number)), 0);
  }
});

test("NULL, the empty text, two columns of one name, integers beyond 2^53 and values that are no numbers", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    `SELECT * FROM (VALUES (NULL, 9007199254740993, 'NaN'::DOUBLE), ('', 9007199254740993, 1.5), ('a', NULL, 'Infinity'),
      ('a', 1, NULL)) AS t("name", "n", "d")`,
    { names: ["n", "n", "n"] },
  );
  const chart = (column: number): ChartSpec => ({ type: "bar", x: 0, measures: [{ column, aggregate: "sum" }] });
  const big = grouped(await engine.results.chartData({ resultId, chart: chart(1) }));
  assert.deepEqual(
    [...cellsOf(big)],
    [
      ["= all", "9007199254740993"],
      ["=null all", "9007199254740993"],
      ["=a all", 1],
    ],
  );
  assert.equal(big.isOneRowEach, false);
  const fractions = grouped(await engine.results.chartData({ resultId, chart: chart(2) }));
  assert.deepEqual(fractions.left.measures, [{ nulls: 1, notFinite: 2 }]);
  assert.equal(cellsOf(fractions).get("= all"), 1.5);
});

test("what is shown as text without being one is drawn by its values, and large ids along a line stay apart", async () => {
  await using engine = await lockedEngine();
  const ids = "'00000000-0000-0000-0000-00000000000' || (n % 2)::VARCHAR";
  for (const value of [
    `(${ids})::UUID`,
    "encode((n % 2)::VARCHAR)",
    "TIME '10:00:00' + to_seconds(n % 2)",
    "to_days((n % 2)::INTEGER)",
    "9007199254740992 + n % 2",
  ]) {
    const { resultId } = await engine.run(`SELECT ${value} AS place FROM range(10) AS t(n)`);
    for (const drawn of ["bar", "line"] as const) {
      const chart: ChartSpec = { type: drawn, x: 0, measures: [{ aggregate: "count" }] };
      const data = grouped(await engine.results.chartData({ resultId, chart }));
      assert.deepEqual([data.axis.kind, data.series[0]?.values], ["category", [5, 5]], `${drawn} of ${value}`);
    }
  }
});

test("a result that a query grouped keeps its order, and says that each place is one row", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    `SELECT * FROM (VALUES ('0–1 h', 3), ('1–2 h', 9), ('2 h and more', 1)) AS t(lateness, "rows")`,
  );
  const chart: ChartSpec = { type: "bar", x: 0, measures: [{ column: 1, aggregate: "sum" }] };
  const data = grouped(await engine.results.chartData({ resultId, chart }));
  assert.equal(data.isOneRowEach, true);
  assert.deepEqual(data.series[0]?.values, [3, 9, 1]);
});

test("a chart is of the rows that the view shows", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT n % 3 AS place, n FROM range(30) AS t(n)");
  const filters = [{ column: 1, op: "atLeast", value: 10 }] as const;
  const chart: ChartSpec = { type: "number", measures: [{ aggregate: "count" }, { column: 1, aggregate: "avg" }] };
  const data = grouped(await engine.results.chartData({ resultId, chart, filters }));
  assert.deepEqual([data.rows, data.series.map(({ values }) => values)], [20, [[20], [19.5]]]);
});

test("what does not suit a chart is refused with what to choose instead", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT 'a' AS name, 1 AS n, TIMESTAMP '2026-11-22' AS at");
  const refuse = (chart: ChartSpec, words: RegExp): Promise<void> =>
    assert.rejects(engine.results.chartData({ resultId, chart }), (error: Error) => words.test(error.message));
  const count = [{ aggregate: "count" }] as const;
  await refuse({ type: "bar", x: 0, measures: [{ column: 0, aggregate: "sum" }] }, /name holds no numbers/);
  await refuse({ type: "bar", x: 9, measures: count }, /no column 10/);
  await refuse({ type: "bar", measures: count }, /needs a column x/);
  await refuse({ type: "bar", x: 0, measures: [] }, /one to 8 values/);
  await refuse({ type: "bar", x: 0, series: 2, measures: [...count, ...count] }, /split by at draws one value/);
  await refuse({ type: "heatmap", x: 0, measures: count }, /two groupings/);
  await refuse({ type: "scatter", x: 0, measures: [{ column: 1, aggregate: "avg" }] }, /numbers or times/);
  await assert.rejects(
    engine.results.chartData({ resultId, chart: { type: "bar", x: 2, measures: count }, zone: "Mars/Olympus" }),
    /no time zone/,
  );
});
