import assert from "node:assert/strict";
import { test } from "node:test";
import { legendRoom, topUnder } from "../../../../media/shared/chart/legend-room.ts";

test("a legend has as many lines as its names need, and the chart begins under them", () => {
  const names = [80, 80, 80];
  const linesAt = (width: number): number => legendRoom(names, { width, height: 300 }).lines;
  assert.deepEqual([600, 339, 338, 200].map(linesAt), [1, 1, 2, 3]);
  assert.deepEqual([0, 1, 3].map(topUnder), [16, 36, 84]);
});

test("one name needs no legend, and one that would leave no chart is paged in one line", () => {
  assert.deepEqual(legendRoom([80], { width: 100, height: 300 }), { lines: 0, isPaged: false });
  const many = Array.from({ length: 12 }, () => 120);
  assert.deepEqual(legendRoom(many, { width: 200, height: 230 }), { lines: 1, isPaged: true });
  assert.deepEqual(legendRoom([500, 500], { width: 200, height: 40 }), { lines: 1, isPaged: true });
});
