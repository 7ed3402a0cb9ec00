import assert from "node:assert/strict";
import { test } from "node:test";
import { declareChart, placeChart } from "../../../../src/protocol/chart/place-chart.ts";
import type { ResultColumn } from "../../../../src/protocol/query.ts";

const columns: readonly ResultColumn[] = [
  { name: "account", type: "varchar", kind: "text" },
  { name: "failures", type: "bigint", kind: "number" },
  { name: "Failures", type: "bigint", kind: "number" },
  { name: "p95Minutes", type: "double", kind: "number" },
];

test("a declared chart finds its columns whatever their case, the first of two", () => {
  assert.deepEqual(placeChart({ type: "bar", x: "ACCOUNT", y: ["Failures", "p95Minutes"] }, columns), {
    chart: {
      type: "bar",
      x: 0,
      measures: [
        { column: 1, aggregate: "sum" },
        { column: 3, aggregate: "avg" },
      ],
    },
  });
  assert.deepEqual(placeChart({ type: "pie", x: "account" }, columns), {
    chart: { type: "pie", x: 0, measures: [{ aggregate: "count" }] },
  });
});

test("a column that is not there, and a chart without x, are said", () => {
  const problem = (declared: Parameters<typeof placeChart>[0]): string => {
    const placed = placeChart(declared, columns);
    return "problem" in placed ? placed.problem : "";
  };
  assert.match(problem({ type: "bar", x: "acount" }), /names the column acount, which the result has not/);
  assert.match(problem({ type: "bar" }), /names no column x/);
  assert.equal(problem({ type: "number", y: ["failures"] }), "");
  assert.match(problem({ type: "pie", x: "account", series: "failures" }), /a pie, which is not split/);
  assert.match(problem({ type: "map", x: "account", y: ["failures", "p95Minutes"] }), /draws one value, and names 2/);
  assert.match(problem({ type: "scatter", x: "failures", y: ["failures", "p95Minutes"] }), /draws one value/);
});

test("what a header declares comes back from the chart that it became", () => {
  for (const declared of [
    { type: "bar", x: "account", y: ["failures"] },
    { type: "line", x: "account", y: ["failures"], aggregate: "max" },
    { type: "bar", x: "account" },
    { type: "heatmap", x: "account", y: ["p95Minutes"], series: "failures" },
    { type: "number", y: ["failures"] },
  ] as const) {
    const placed = placeChart(declared, columns);
    assert.ok("chart" in placed);
    assert.deepEqual(declareChart(placed.chart, columns), declared);
  }
});

test("a chart of the second of two columns with one name has no words in a header", () => {
  assert.equal(declareChart({ type: "bar", x: 0, measures: [{ column: 2, aggregate: "sum" }] }, columns), undefined);
});
