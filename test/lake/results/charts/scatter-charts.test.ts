import assert from "node:assert/strict";
import { test } from "node:test";
import { chartLimits, type PointsChart } from "../../../../src/protocol/chart/chart-data.ts";
import type { ChartSpec } from "../../../../src/protocol/chart/chart-spec.ts";
import { lockedEngine } from "../locked-engine.ts";

const scatter: ChartSpec = { type: "scatter", x: 0, measures: [{ column: 1, aggregate: "avg" }], series: 2 };

test("a few rows are a point each; those without a number are told", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT * FROM (VALUES (1, 2.5::DOUBLE, 'a'), (3, 4, NULL), (NULL, 1, 'a'), (5, NULL, 'a'), (6, 'NaN', 'a')) AS t(x, y, s)",
  );
  const data = (await engine.results.chartData({ resultId, chart: scatter })) as PointsChart;
  assert.deepEqual(data, {
    kind: "points",
    rows: 5,
    x: "number",
    series: [{ key: { kind: "value", value: "a" } }, { key: { kind: "value", value: null } }],
    points: [
      { x: 1, y: 2.5, series: 0, rows: 1 },
      { x: 3, y: 4, series: 1, rows: 1 },
    ],
    isJoined: false,
    left: { placeless: 1, measures: [{ nulls: 1, notFinite: 1 }] },
  });
});

test("of many rows those near each other are one point that says how many it stands for", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT (n * 7919) % 10007 AS x, ((n * 104729) % 9973)::DOUBLE AS y, 's' || (n % 20) AS s FROM range(100000) AS t(n)",
  );
  const data = (await engine.results.chartData({ resultId, chart: scatter })) as PointsChart;
  assert.equal(data.isJoined, true);
  assert.equal(data.series.length, chartLimits.series + 1);
  assert.deepEqual(data.series.at(-1)?.key, { kind: "others", values: 20 - chartLimits.series });
  assert.equal(
    data.points.reduce((sum, { rows }) => sum + rows, 0),
    100_000,
  );
  assert.ok(JSON.stringify(data).length < 1_000_000);
});

test("moments lie along x as milliseconds", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT TIMESTAMP '2026-11-22 03:14:07.5' AS at, 3 AS n, 's' AS s");
  const data = (await engine.results.chartData({ resultId, chart: scatter })) as PointsChart;
  assert.equal(data.x, "time");
  assert.equal(data.points[0]?.x, Date.UTC(2026, 10, 22, 3, 14, 7, 500));
});
