import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ChartSubject, placeLabels } from "../../../media/shared/chart/chart-labels.ts";
import { chartNotes } from "../../../media/shared/chart/chart-notes.ts";
import type { GroupedChart, TimeStep } from "../../../src/protocol/chart/chart-data.ts";

const zone = process.env["TZ"];
before(() => {
  process.env["TZ"] = "America/New_York";
});
after(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

const subject: ChartSubject = {
  chart: { type: "bar", x: 0, measures: [{ aggregate: "count" }] },
  columns: [{ name: "day", type: "date", kind: "time" }],
  clock: "local",
};

function chartOf(step: TimeStep, starts: readonly string[], end: string): GroupedChart {
  return {
    kind: "grouped",
    rows: starts.length,
    axis: { kind: "time", starts, end, step },
    series: [{ measure: 0, values: starts.map(() => 1) }],
    left: { placeless: 0, measures: [{ nulls: 0, notFinite: 0 }] },
    isOneRowEach: true,
  };
}

test("days that a query made keep their names on a clock west of UTC, and the note says UTC", () => {
  const starts = ["2026-11-20T00:00:00.000Z", "2026-11-21T00:00:00.000Z"];
  const data = chartOf({ count: 1, unit: "day" }, starts, "2026-11-22T00:00:00.000Z");
  assert.deepEqual(placeLabels(data, subject), ["2026-11-20", "2026-11-21"]);
  assert.deepEqual(chartNotes(data, subject), ["Each column is one day, UTC."]);
  const months = chartOf({ count: 1, unit: "month" }, ["2026-11-01T00:00:00.000Z"], "2026-12-01T00:00:00.000Z");
  assert.deepEqual(placeLabels(months, subject), ["2026-11"]);
});

test("days and hours of the reader's clock have its names", () => {
  const days = chartOf({ count: 1, unit: "day" }, ["2026-11-20T05:00:00.000Z"], "2026-11-21T05:00:00.000Z");
  assert.deepEqual(placeLabels(days, subject), ["2026-11-20"]);
  const hours = chartOf({ count: 1, unit: "hour" }, ["2026-11-20T00:00:00.000Z"], "2026-11-20T01:00:00.000Z");
  assert.deepEqual(placeLabels(hours, subject), ["2026-11-19 19:00-05:00"]);
  assert.match(chartNotes(hours, subject).join(), /one hour, America\/New_York/);
});
