import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  mostHistories,
  type SeenState,
  statesToAsk,
} from "../../../../../src/collector/sources/history/states-to-ask.ts";

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 2, 10, 12);

const states = (count: number, changedMs: (index: number) => number): SeenState[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `id-${String(index).padStart(6, "0")}`,
    changedMs: changedMs(index),
  }));

test("a poll of what changed asks for the history of those that changed, the newest first, and of no others", () => {
  const seen = states(5, (index) => now - index * hour);
  const { ids, leftOut } = statesToAsk(seen, {
    window: { fromMs: now - 2 * hour },
    polledMs: now - day,
    nowMs: now,
  });
  assert.deepEqual(ids, ["id-000000", "id-000001", "id-000002"]);
  assert.equal(leftOut, 0);
});

test("the first poll of all asks for as many as it may, and says how many wait", () => {
  const seen = states(mostHistories + 7, (index) => now - index * day);
  const { ids, leftOut } = statesToAsk(seen, { window: { fromMs: 0 }, polledMs: undefined, nowMs: now });
  assert.equal(ids.length, mostHistories);
  assert.equal(ids[0], "id-000000");
  assert.equal(leftOut, 7);
});

test("what changed since a day before the last poll of all is asked for in the next, whatever else there is", () => {
  const seen = states(3 * mostHistories, (index) => now - index * hour);
  const { ids } = statesToAsk(seen, { window: { fromMs: 0 }, polledMs: now - day, nowMs: now });
  for (const { id, changedMs } of seen) if ((changedMs ?? 0) >= now - 2 * day) assert.ok(ids.includes(id), id);
});

test("polls of all, a day apart, come to everybody in turn, and never ask for more than may be", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 150 }), (count, changing) => {
      const asked = new Set<string>();
      // While `changing` of them change every day, the others take turns in what room is left.
      const rounds = Math.ceil(count / (mostHistories - Math.min(changing, 150))) + 1;
      for (let round = 0; round < rounds; round += 1) {
        const nowMs = now + round * day;
        const seen = states(count, (index) => (index < changing ? nowMs - hour : now - 400 * day));
        const { ids } = statesToAsk(seen, { window: { fromMs: 0 }, polledMs: nowMs - day, nowMs });
        assert.ok(ids.length <= mostHistories);
        assert.equal(new Set(ids).size, ids.length);
        for (const id of ids) asked.add(id);
      }
      assert.equal(asked.size, count);
    }),
    { numRuns: 60 },
  );
});

test("a state without a time counts as changed, and one that came twice is asked for once", () => {
  const seen = [
    { id: "a", changedMs: null },
    { id: "b", changedMs: now },
    { id: "b", changedMs: now },
  ];
  const { ids } = statesToAsk(seen, { window: { fromMs: now - hour }, polledMs: undefined, nowMs: now });
  assert.deepEqual([...ids].sort(), ["a", "b"]);
});
