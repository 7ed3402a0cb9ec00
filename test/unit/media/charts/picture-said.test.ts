import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureSaid } from "../../../../media/result-view/chart/picture-said.ts";
import type { ChartSubject } from "../../../../media/shared/chart/chart-labels.ts";

const subject = {
  chart: { kind: "bar", x: 0, measures: [] },
  columns: [{ name: "user", type: "varchar", kind: "text" }],
  clock: "utc",
  meaningOf: () => undefined,
} as unknown as ChartSubject;

test("a picture of narrowed rows says how they were narrowed, and one of all rows nothing", () => {
  const filters = [{ column: 0, op: "equals", value: "adele" }] as const;
  assert.deepEqual(pictureSaid({ search: 'a"b', filters }, undefined, subject), [
    'Only rows that contain "a\\"b"',
    "Only rows with user = adele",
  ]);
  assert.deepEqual(pictureSaid({ sort: [{ column: 0, descending: true }] }, undefined, subject), []);
});
