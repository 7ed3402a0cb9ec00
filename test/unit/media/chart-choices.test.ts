import assert from "node:assert/strict";
import { test } from "node:test";
import { withType } from "../../../media/result-view/chart/chart-choices.ts";
import type { ChartSpec } from "../../../src/protocol/chart/chart-spec.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";

const columns: readonly ResultColumn[] = [
  { name: "createdDateTime", type: "timestamp(3)", kind: "time" },
  { name: "outcome", type: "varchar", kind: "text" },
  { name: "failures", type: "bigint", kind: "number" },
  { name: "successes", type: "bigint", kind: "number" },
];

test("a chart with room for one value of each place is not split and keeps one measure", () => {
  const split: ChartSpec = { type: "bar", x: 0, series: 1, measures: [{ aggregate: "count" }] };
  const two: ChartSpec = {
    type: "bar",
    x: 1,
    measures: [
      { column: 2, aggregate: "sum" },
      { column: 3, aggregate: "sum" },
    ],
  };
  for (const type of ["pie", "map"] as const) {
    assert.deepEqual(withType(split, type, columns), { type, x: 0, measures: [{ aggregate: "count" }] });
    assert.deepEqual(withType(two, type, columns), { type, x: 1, measures: [{ column: 2, aggregate: "sum" }] });
  }
});
