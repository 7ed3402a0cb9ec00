import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  agreeingMs,
  type CoveredRead,
  cover,
  coveredIn,
  isCovered,
  reopen,
  reopenedMs,
  type Segment,
  uncoveredIn,
} from "../../../src/lake/ledger/coverage.ts";

const hour = 3_600_000;
const axis = 60;

/** A short axis of 60 ms, so that reads meet, overlap and repeat often. */
const read: fc.Arbitrary<CoveredRead> = fc.record({
  fromMs: fc.integer({ min: 0, max: axis }),
  toMs: fc.integer({ min: 0, max: axis }),
  atMs: fc.integer({ min: 0, max: 60 }).map((hours) => hours * hour + 1),
  late: fc.constantFrom(0, 0, 0, 2),
});
const reads = fc.array(read, { maxLength: 12 });

const all = (each: readonly CoveredRead[]): readonly Segment[] => each.reduce<readonly Segment[]>(cover, []);

/** What is said of one instant. */
const at = (segments: readonly Segment[], ms: number): Segment | undefined =>
  segments.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);

test("an instant is covered when a read held it, as of the newest one", () => {
  fc.assert(
    fc.property(reads, (each) => {
      const segments = all(each);
      for (let ms = 0; ms < axis; ms += 1) {
        const holding = each.filter(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
        assert.equal(isCovered(segments, ms), holding.length > 0);
        const newest = Math.max(...holding.map(({ atMs }) => atMs));
        if (holding.length > 0) assert.equal(at(segments, ms)?.readMs, Math.floor(newest / hour) * hour);
      }
    }),
  );
});

test("segments are ascending, not empty, and joined where they say the same", () => {
  fc.assert(
    fc.property(reads, (each) => {
      const segments = all(each);
      for (const [index, segment] of segments.entries()) {
        assert.ok(segment.fromMs < segment.toMs);
        const next = segments[index + 1];
        if (next === undefined) continue;
        assert.ok(segment.toMs <= next.fromMs);
        if (segment.toMs === next.fromMs)
          assert.notDeepEqual({ ...segment, fromMs: 0, toMs: 0 }, { ...next, fromMs: 0, toMs: 0 });
      }
    }),
  );
});

test("of reads that find nothing late, the order makes no difference", () => {
  fc.assert(
    fc.property(reads, fc.integer(), (each, seed) => {
      const quiet = each.map((one) => ({ ...one, late: 0 }));
      const shuffled = quiet.toSorted((a, b) => ((a.fromMs * 31 + a.atMs) ^ seed) - ((b.fromMs * 31 + b.atMs) ^ seed));
      assert.deepEqual(all(shuffled), all(quiet));
    }),
  );
});

test("the parts that are covered and those that are not make up the range", () => {
  fc.assert(
    fc.property(reads, fc.integer({ min: 0, max: axis }), fc.integer({ min: 0, max: axis }), (each, a, b) => {
      const range = { fromMs: Math.min(a, b), toMs: Math.max(a, b) };
      const segments = all(each);
      const pieces = [...coveredIn(segments, range), ...uncoveredIn(segments, range)].sort(
        (x, y) => x.fromMs - y.fromMs,
      );
      let { fromMs } = range;
      for (const piece of pieces) {
        assert.equal(piece.fromMs, fromMs);
        fromMs = piece.toMs;
      }
      assert.equal(fromMs, range.toMs);
      for (const hole of uncoveredIn(segments, range)) assert.ok(!isCovered(segments, hole.fromMs));
    }),
  );
});

test("a late event opens what was read before, until a read a day later finds none", () => {
  const first = cover([], { fromMs: 0, toMs: 10, atMs: 5 * hour, late: 3 });
  assert.equal(at(first, 0)?.foundMs, null, "what a first read finds is not late");
  const again = cover(first, { fromMs: 5, toMs: 20, atMs: 9 * hour, late: 1 });
  assert.deepEqual([at(again, 0)?.foundMs, at(again, 5)?.foundMs, at(again, 15)?.foundMs], [null, 9 * hour, null]);
  const soon = cover(again, { fromMs: 0, toMs: 20, atMs: 9 * hour + reopenedMs - 1, late: 0 });
  assert.equal(at(soon, 5)?.foundMs, 9 * hour);
  const later = cover(soon, { fromMs: 0, toMs: 20, atMs: 9 * hour + reopenedMs, late: 0 });
  assert.deepEqual(later, [{ fromMs: 0, toMs: 20, readMs: 9 * hour + reopenedMs, foundMs: null, onceMs: null }]);
});

test("a late event that is told of after a newer read opens the stretch too, unless that read was a day newer", () => {
  const whole = { fromMs: 0, toMs: 10 };
  const first = cover([], { ...whole, atMs: 0, late: 0 });
  const found = { ...whole, atMs: 10 * hour, late: 1 };
  const soon = cover(cover(first, { ...whole, atMs: 12 * hour, late: 0 }), found);
  assert.deepEqual(soon, [{ ...whole, readMs: 12 * hour, foundMs: 10 * hour, onceMs: null }]);
  const later = cover(cover(first, { ...whole, atMs: 10 * hour + reopenedMs, late: 0 }), found);
  assert.equal(later[0]?.foundMs, null);
});

test("a year of hourly windows, each day read again as a whole, stays small", () => {
  const day = 24 * hour;
  let segments: readonly Segment[] = [];
  for (let fromMs = 0; fromMs < 365 * day; fromMs += hour)
    segments = cover(segments, { fromMs, toMs: fromMs + hour, atMs: fromMs + hour + 180_000, late: 0 });
  for (let fromMs = 0; fromMs < 365 * day; fromMs += day)
    for (let part = 0; part < 8; part += 1) {
      const from = fromMs + part * 3 * hour;
      const atMs = fromMs + 8 * day + part * 60_000;
      segments = cover(segments, { fromMs: from, toMs: from + 3 * hour, atMs, late: 0 });
    }
  assert.equal(segments.length, 365);
});

test("an instant was read once until two of its reads are apart in time", () => {
  fc.assert(
    fc.property(reads, (each) => {
      const segments = all(each);
      for (let ms = 0; ms < axis; ms += 1) {
        const times = each
          .filter(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)
          .map(({ atMs }) => Math.floor(atMs / hour) * hour);
        if (times.length === 0) continue;
        const isConfirmed = Math.max(...times) - Math.min(...times) >= agreeingMs;
        assert.equal(at(segments, ms)?.onceMs, isConfirmed ? null : Math.min(...times));
      }
    }),
  );
});

test("a read that covers nothing and found something late opens what was read, and reads nothing", () => {
  fc.assert(
    fc.property(reads, read, (each, late) => {
      const before = all(each);
      const after = reopen(before, late);
      for (let ms = 0; ms < axis; ms += 1) {
        const [known, now] = [at(before, ms), at(after, ms)];
        assert.deepEqual(
          [now?.readMs, now?.onceMs, now === undefined],
          [known?.readMs, known?.onceMs, known === undefined],
        );
        const isInside = late.fromMs <= ms && ms < late.toMs;
        if (!isInside) assert.equal(now?.foundMs, known?.foundMs);
        else if (known !== undefined && known.readMs < late.atMs + reopenedMs)
          assert.ok((now?.foundMs ?? 0) >= late.atMs);
      }
    }),
  );
});
