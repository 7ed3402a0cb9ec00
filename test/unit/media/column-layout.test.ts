import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { arrangedLayout, arrangedOf } from "../../../media/result-view/arrange/arranged-columns.ts";
import {
  freezeThrough,
  hideColumn,
  initialLayout,
  moveColumn,
  narrowestColumn,
  resizeColumn,
  showColumn,
  shownColumns,
} from "../../../media/result-view/grid/column-layout.ts";
import { fittingWidth } from "../../../media/result-view/grid/column-width.ts";

const layout = initialLayout([100, 100, 100, 100]);

test("a column moves before another, and to the end", () => {
  assert.deepEqual(shownColumns(moveColumn(layout, 2, 0)), [2, 0, 1, 3]);
  assert.deepEqual(shownColumns(moveColumn(layout, 0, 4)), [1, 2, 3, 0]);
  assert.deepEqual(shownColumns(moveColumn(layout, 1, 3)), [0, 2, 1, 3]);
  assert.equal(moveColumn(layout, 1, 1), layout);
});

test("moving counts only the shown columns", () => {
  const hidden = hideColumn(layout, 1);
  assert.deepEqual(shownColumns(moveColumn(hidden, 3, 1)), [0, 3, 2]);
});

test("a hidden column comes back to its place, and the frozen ones stay the same", () => {
  const frozen = freezeThrough(layout, 1);
  const hidden = hideColumn(frozen, 0);
  assert.deepEqual([shownColumns(hidden), hidden.frozen], [[1, 2, 3], 1]);
  const shown = showColumn(hidden, 0);
  assert.deepEqual([shownColumns(shown), shown.frozen], [[0, 1, 2, 3], 2]);
});

test("the last shown column cannot be hidden", () => {
  const one = [0, 1, 2, 3].reduce(hideColumn, layout);
  assert.equal(shownColumns(one).length, 1);
});

test("no sequence of moves, hides and shows loses a column", () => {
  const step = fc.record({
    act: fc.constantFrom("move", "hide", "show"),
    column: fc.integer({ min: 0, max: 3 }),
    place: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const end = steps.reduce((now, { act, column, place }) => {
        if (act === "hide") return hideColumn(now, column);
        return act === "show" ? showColumn(now, column) : moveColumn(now, column, place);
      }, layout);
      assert.deepEqual([...end.order].sort(), [0, 1, 2, 3]);
      assert.ok(shownColumns(end).length >= 1);
      assert.ok(end.frozen <= shownColumns(end).length);
    }),
  );
});

test("a column is never too narrow to be seized", () => {
  assert.equal(resizeColumn(layout, 0, 3).widths[0], narrowestColumn);
});

test("a width fits the widest of header and cells, within bounds", () => {
  const measure = (text: string): number => text.length * 7;
  const column = { name: "ipAddress", type: "varchar", kind: "text" } as const;
  const width = (text: string): number => fittingWidth(column, 0, [[text]], measure);
  assert.equal(width("x"), 9 * 7 + 44);
  assert.equal(width("x".repeat(30)), 30 * 7 + 20);
  assert.equal(width("x".repeat(5000)), 420);
});

const arrangedNames = ["tenantId", "time", "account", "raw"];
const arrangedWidths = [100, 110, 120, 130];

test("order, hidden columns and chosen widths come back in another result with the same columns", () => {
  const moved = moveColumn(initialLayout(arrangedWidths), 2, 0);
  const changed = resizeColumn(hideColumn(moved, 3), 1, 222);
  const arranged = arrangedOf(changed, arrangedNames);
  assert.deepEqual(arranged, {
    order: ["account", "tenantId", "time", "raw"],
    hidden: ["raw"],
    widths: { time: 222 },
  });
  const again = arrangedLayout(arranged, arrangedNames, [50, 60, 70, 80], undefined);
  assert.deepEqual([again?.order, again?.hidden, again?.widths], [[2, 0, 1, 3], [3], [50, 222, 70, 80]]);
});

test("columns that are gone are left out, new ones stand last, and what cannot be told apart is as at first", () => {
  const arranged = { order: ["b", "gone", "a"], hidden: ["gone"], widths: { a: 10, gone: 5 } };
  const again = arrangedLayout(arranged, ["a", "b", "new"], [90, 90, 90], [2, 0, 1]);
  assert.deepEqual([again?.order, again?.hidden, again?.widths], [[1, 0, 2], [], [48, 90, 90]]);
  assert.equal(arrangedLayout(arranged, ["a", "a"], [90, 90], undefined), undefined);
  assert.equal(arrangedLayout(arranged, ["x", "y"], [90, 90], undefined), undefined);
  assert.equal(arrangedLayout({ ...arranged, hidden: ["a", "b"] }, ["a", "b"], [90, 90], undefined), undefined);
  assert.equal(arrangedLayout(undefined, arrangedNames, arrangedWidths, undefined), undefined);
});
