import assert from "node:assert/strict";
import { test } from "node:test";
import { gridCommand } from "../../../media/result-view/grid/grid-keys.ts";
import {
  contains,
  keepInside,
  type Motion,
  move,
  rectangleOf,
  selectAll,
  selectCell,
} from "../../../media/result-view/grid/selection.ts";

const size = { rows: 100, columns: 5, page: 20 };

test("each motion goes where the key says and stops at the edge", () => {
  const start = selectCell({ row: 50, column: 2 });
  const expected: Record<Motion, [number, number]> = {
    up: [49, 2],
    down: [51, 2],
    left: [50, 1],
    right: [50, 3],
    pageUp: [30, 2],
    pageDown: [70, 2],
    rowStart: [50, 0],
    rowEnd: [50, 4],
    columnStart: [0, 2],
    columnEnd: [99, 2],
    first: [0, 0],
    last: [99, 4],
  };
  for (const [motion, [row, column]] of Object.entries(expected)) {
    assert.deepEqual(move(start, motion as Motion, size, false), selectCell({ row, column }), motion);
  }
  assert.deepEqual(move(selectCell({ row: 99, column: 4 }), "down", size, false).head, { row: 99, column: 4 });
  assert.deepEqual(move(selectCell({ row: 5, column: 0 }), "pageUp", size, false).head, { row: 0, column: 0 });
});

test("the arrow up from the first row enters the header, an extended selection does not", () => {
  const first = selectCell({ row: 0, column: 2 });
  assert.equal(move(first, "up", size, false).head.row, -1);
  assert.equal(move(first, "up", size, true).head.row, 0);
});

test("an extended selection is the rectangle between its corners", () => {
  const down = move(selectCell({ row: 3, column: 3 }), "pageDown", size, true);
  const selection = move(down, "left", size, true);
  const rectangle = rectangleOf(selection);
  assert.deepEqual(rectangle, { fromRow: 3, toRow: 24, fromColumn: 2, toColumn: 4 });
  assert.equal(contains(rectangle, 23, 3), true);
  assert.equal(contains(rectangle, 24, 3), false);
  assert.equal(contains(rectangle, 23, 4), false);
});

test("all cells are selected with the first one active", () => {
  const all = selectAll(size);
  assert.deepEqual(all.head, { row: 0, column: 0 });
  assert.deepEqual(rectangleOf(all), { fromRow: 0, toRow: 100, fromColumn: 0, toColumn: 5 });
});

test("a header alone selects no cell", () => {
  const { fromRow, toRow } = rectangleOf(selectCell({ row: -1, column: 1 }));
  assert.equal(toRow - fromRow, 0);
});

test("a selection stays inside a grid that became smaller", () => {
  const kept = keepInside(selectCell({ row: 80, column: 4 }), { rows: 10, columns: 3, page: 1 });
  assert.deepEqual(kept.head, { row: 9, column: 2 });
});

test("keys become commands, and keys of the editor are left to it", () => {
  const key = (name: string, held: { ctrl?: boolean; shift?: boolean; alt?: boolean; meta?: boolean } = {}) =>
    gridCommand({
      key: name,
      ctrlKey: held.ctrl ?? false,
      metaKey: held.meta ?? false,
      shiftKey: held.shift ?? false,
      altKey: held.alt ?? false,
    });
  assert.deepEqual(key("ArrowDown", { shift: true }), { kind: "move", motion: "down", extend: true });
  assert.deepEqual(key("End", { ctrl: true }), { kind: "move", motion: "last", extend: false });
  assert.deepEqual(key("c", { meta: true }), { kind: "copy" });
  assert.deepEqual(key("A", { ctrl: true }), { kind: "selectAll" });
  assert.deepEqual(key("F10", { shift: true }), { kind: "menu" });
  assert.deepEqual(key("ArrowDown", { alt: true }), { kind: "menu" });
  assert.deepEqual(key("Enter"), { kind: "open" });
  assert.equal(key("p", { ctrl: true }), undefined);
  assert.equal(key("c"), undefined);
  assert.equal(key("F10"), undefined);
});
