import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ChartAxis, GroupedChart } from "../../../../src/protocol/chart/chart-data.ts";
import { chartLimits } from "../../../../src/protocol/chart/chart-data.ts";
import type { ChartSpec } from "../../../../src/protocol/chart/chart-spec.ts";
import { lockedEngine } from "../locked-engine.ts";

const counted: ChartSpec = { type: "bar", x: 0, measures: [{ aggregate: "count" }] };

type TimeAxis = Extract<ChartAxis, { kind: "time" }>;

function timeAxis({ axis }: GroupedChart): TimeAxis {
  assert.equal(axis.kind, "time");
  return axis as TimeAxis;
}

test("every moment is in the step that it falls in, by any reader's clock, and no step is missing", async () => {
  await using engine = await lockedEngine();
  const zone = fc.constantFrom(undefined, "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns");
  const spans = fc.constantFrom(1, 60, 3600, 86_400, 86_400 * 40, 86_400 * 900);
  const offsets = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(offsets, spans, zone, async (parts, span, named) => {
      const moments = parts.map((part) => Date.UTC(2026, 2, 28, 22) + Math.floor(part * span * 1000));
      const { resultId } = await engine.run(
        `SELECT epoch_ms(unnest(from_json($at, '["BIGINT"]'))) AS at UNION ALL SELECT NULL`,
        { values: { at: JSON.stringify(moments) } },
      );
      const request = { resultId, chart: counted, ...(named !== undefined && { zone: named }) };
      const data = (await engine.results.chartData(request)) as GroupedChart;
      const { starts, end } = timeAxis(data);
      assert.equal(data.left.placeless, 1);
      assert.equal(data.rows, moments.length + 1);
      assert.ok(starts.length <= chartLimits.steps, `${starts.length} steps`);
      const edges = [...starts, end].map((each) => Date.parse(each));
      assert.deepEqual(
        edges,
        edges.toSorted((a, b) => a - b),
      );
      const expected = starts.map(
        (_, step) => moments.filter((at) => at >= (edges[step] ?? 0) && at < (edges[step + 1] ?? 0)).length,
      );
      assert.deepEqual(data.series[0]?.values, expected);
      assert.ok((expected[0] ?? 0) > 0 && (expected.at(-1) ?? 0) > 0);
    }),
    { numRuns: 120 },
  );
});

test("days of the reader's clock begin at its midnight, also when the clocks change", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT TIMESTAMP '2026-03-20 01:30:00' + INTERVAL (n) HOUR AS at FROM range(240) AS t(n)",
  );
  const data = (await engine.results.chartData({ resultId, chart: counted, zone: "Europe/Berlin" })) as GroupedChart;
  const { starts, step } = timeAxis(data);
  assert.deepEqual(step, { count: 3, unit: "hour" });
  assert.equal(starts[0], "2026-03-20T00:00:00.000Z");
  const long = await engine.run(
    "SELECT TIMESTAMP '2026-03-20 01:30:00' + INTERVAL (n) HOUR AS at FROM range(2400) AS t(n)",
  );
  const days = (await engine.results.chartData({
    resultId: long.resultId,
    chart: counted,
    zone: "Europe/Berlin",
  })) as GroupedChart;
  const axis = timeAxis(days);
  assert.deepEqual(axis.step, { count: 1, unit: "day" });
  assert.deepEqual(axis.starts.slice(8, 11), [
    "2026-03-27T23:00:00.000Z",
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
  // The day on which the clocks go forward has 23 hours.
  assert.equal(days.series[0]?.values[9], 23);
});

test("days as text are an axis of time, other texts are not; a day has no zone", async () => {
  await using engine = await lockedEngine();
  const days = await engine.run("SELECT * FROM (VALUES ('2026-11-20', 3), ('2026-11-22', 4)) AS t(day, n)");
  const chart: ChartSpec = { type: "bar", x: 0, measures: [{ column: 1, aggregate: "sum" }] };
  const data = (await engine.results.chartData({
    resultId: days.resultId,
    chart,
    zone: "Asia/Kathmandu",
  })) as GroupedChart;
  assert.deepEqual(timeAxis(data).starts, [
    "2026-11-20T00:00:00.000Z",
    "2026-11-21T00:00:00.000Z",
    "2026-11-22T00:00:00.000Z",
  ]);
  assert.deepEqual(data.series[0]?.values, [3, 0, 4]);
  const mixed = await engine.run("SELECT * FROM (VALUES ('2026-11-20', 3), ('unknown', 4)) AS t(day, n)");
  const named = (await engine.results.chartData({ resultId: mixed.resultId, chart })) as GroupedChart;
  assert.equal(named.axis.kind, "category");
});

test("moments outside the calendar are told, and do not stretch the axis", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT unnest([TIMESTAMP '2026-11-22 01:00:00', 'infinity'::TIMESTAMP, TIMESTAMP '29000-01-01']) AS at",
  );
  const data = (await engine.results.chartData({ resultId, chart: counted })) as GroupedChart;
  assert.equal(data.left.placeless, 2);
  assert.deepEqual(timeAxis(data).starts, ["2026-11-22T01:00:00.000Z"]);
});

test("a result without moments has an axis without steps", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT NULL::TIMESTAMP AS at FROM range(3)");
  const data = (await engine.results.chartData({ resultId, chart: counted })) as GroupedChart;
  assert.deepEqual([data.rows, data.left.placeless, timeAxis(data).starts], [3, 3, []]);
});

test("a million moments are drawn as few", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run(
    "SELECT TIMESTAMP '2026-01-01' + INTERVAL (n) SECOND AS at, n % 7 AS outcome FROM range(1000000) AS t(n)",
  );
  const data = (await engine.results.chartData({ resultId, chart: { ...counted, series: 1 } })) as GroupedChart;
  assert.equal(data.series.length, 7);
  assert.equal(
    data.series.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + Number(value), 0),
    1_000_000,
  );
  assert.ok(JSON.stringify(data).length < 20_000);
});
