import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  follow,
  isCornered,
  lastOffset,
  offsetShowing,
  positionAt,
  type RowGeometry,
  rowsAt,
  tallestTrack,
  trackHeight,
} from "../../../media/result-view/grid/scaled-scroll.ts";

const million: RowGeometry = { rowCount: 1_000_000, rowHeight: 22, viewport: 400 };

const anyGeometry = fc.record({
  rowCount: fc.integer({ min: 1, max: 200_000_000 }),
  rowHeight: fc.constant(22),
  viewport: fc.integer({ min: 22, max: 2000 }),
});

test("a short result scrolls pixel by pixel", () => {
  const geometry = { rowCount: 1000, rowHeight: 22, viewport: 400 };
  assert.equal(trackHeight(geometry), 22_000);
  assert.deepEqual(positionAt(1234, geometry), { offset: 1234, scrollTop: 1234 });
  assert.deepEqual(follow({ scrollTop: 0, offset: 0 }, 777, geometry), { scrollTop: 777, offset: 777 });
});

test("a long result has a track that browsers lay out, and its end shows the last row", () => {
  assert.equal(trackHeight(million), tallestTrack);
  const end = follow({ scrollTop: 0, offset: 0 }, tallestTrack - million.viewport, million);
  assert.equal(end.offset, lastOffset(million));
  assert.equal(rowsAt(end.offset, million).end, 1_000_000);
});

test("the wheel moves the rows of a long result by as many pixels, a drag of the thumb by its part", () => {
  const middle = positionAt(11_000_000, million);
  assert.equal(follow(middle, middle.scrollTop + 100, million).offset, 11_000_100);
  assert.equal(Math.round(follow(middle, 0, million).offset), 0);
});

test("any offset survives the way to the scroll bar and back by a drag", () => {
  fc.assert(
    fc.property(anyGeometry, fc.double({ min: 0, max: 1, noNaN: true }), (geometry, part) => {
      const position = positionAt(part * lastOffset(geometry), geometry);
      const far = { scrollTop: position.scrollTop - geometry.viewport * 2, offset: 0 };
      const returned = follow(far, position.scrollTop, geometry);
      assert.ok(Math.abs(returned.offset - position.offset) < 1);
    }),
  );
});

test("no way of scrolling leaves the rows", () => {
  fc.assert(
    fc.property(anyGeometry, fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 30 }), (geometry, steps) => {
      let position = positionAt(lastOffset(geometry) / 2, geometry);
      for (const step of steps) {
        const most = Math.max(0, trackHeight(geometry) - geometry.viewport);
        position = follow(position, Math.max(0, Math.min(most, position.scrollTop + step)), geometry);
        if (isCornered(position, geometry)) position = positionAt(position.offset, geometry);
        assert.ok(position.offset >= 0 && position.offset <= lastOffset(geometry));
      }
    }),
  );
});

test("a scroll bar at its end while rows remain is cornered", () => {
  const huge = { ...million, rowCount: 100_000_000 };
  assert.equal(isCornered({ scrollTop: 0, offset: 90_000 }, huge), true);
  assert.equal(isCornered(positionAt(90_000, huge), huge), false);
});

test("the drawn rows hold the seen ones and are few", () => {
  fc.assert(
    fc.property(anyGeometry, fc.double({ min: 0, max: 1, noNaN: true }), (geometry, part) => {
      const offset = part * lastOffset(geometry);
      const { first, end } = rowsAt(offset, geometry);
      const lastSeen = Math.min(geometry.rowCount - 1, Math.floor((offset + geometry.viewport - 1) / 22));
      assert.ok(first <= Math.floor(offset / 22));
      assert.ok(end > lastSeen);
      assert.ok(end - first <= geometry.viewport / 22 + 34);
    }),
  );
});

test("a row is brought into view by the shortest way", () => {
  assert.equal(offsetShowing(5, 1000, million), 110);
  assert.equal(offsetShowing(50, 1000, million), 1000);
  assert.equal(offsetShowing(100, 1000, million), 1822);
});
