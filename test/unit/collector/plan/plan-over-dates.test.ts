import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plan } from "../../../../src/collector/plan/plan.ts";
import { type PlanInput, safetyLagMs } from "../../../../src/collector/plan/plan-input.ts";
import { floorMarginMs } from "../../../../src/lake/collecting/settling-ages.ts";
import { cover, type Segment, uncoveredIn } from "../../../../src/lake/ledger/coverage.ts";
import { afterReading, day, hour, input, minute, source } from "./some-plans.ts";

/** The first instants of months and of days, a leap day and its end among them, and times around them. */
const atAnEdge = fc.record({
  edgeMs: fc.oneof(
    fc.integer({ min: 0, max: 59 }).map((month) => Date.UTC(2024, month)),
    fc
      .constantFrom("2024-02-29", "2024-03-01", "2028-02-29", "2025-03-01", "2025-12-31")
      .map((text) => Date.parse(text)),
  ),
  aroundMs: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -2 * hour, max: 2 * hour })),
});

/** What P2, P1 and Free keep, and content. */
const retentionDays = fc.constantFrom(7, 30, 90);

/** A time at an edge, and a source that was read from its floor on until some time before. */
const atEdges: fc.Arbitrary<PlanInput> = fc
  .record({ at: atAnEdge, days: retentionDays, unreadMs: fc.integer({ min: 0, max: 40 * day }) })
  .map(({ at: { edgeMs, aroundMs }, days, unreadMs }) => {
    const nowMs = edgeMs + aroundMs;
    const [floorMs, toMs] = [nowMs - days * day, nowMs - unreadMs];
    const segments: readonly Segment[] =
      toMs <= floorMs ? [] : cover([], { fromMs: floorMs - 3 * day, toMs, atMs: toMs, late: 0 });
    return { ...input([source("directoryAudits", { segments, floorMs, retentionMs: days * day })]), nowMs };
  });

function sourceOf({ sources: [only] }: PlanInput) {
  if (only === undefined) throw new TypeError("No source is planned");
  return only;
}

test("at month ends and leap days, with 7, 30 and 90 days, all from the floor to the lag is read, and nothing else", () => {
  fc.assert(
    fc.property(atEdges, (state) => {
      const windows = plan(state);
      const { floorMs, segments } = sourceOf(state);
      for (const { fromMs, toMs } of windows) {
        assert.ok(fromMs >= floorMs + floorMarginMs && toMs <= state.nowMs - safetyLagMs && fromMs < toMs);
        assert.equal(Math.floor(fromMs / day), Math.floor((toMs - 1) / day));
      }
      const read = sourceOf(afterReading(state, windows)).segments;
      const reach = { fromMs: floorMs + floorMarginMs + 1_000, toMs: state.nowMs - 10 * minute };
      assert.deepEqual(uncoveredIn(read, reach), []);
      assert.deepEqual(plan(afterReading(state, windows)), []);
      assert.ok(segments.length <= 1);
    }),
    { numRuns: 300 },
  );
});

test("a clock that is set back or on over midnight or the end of a month asks for nothing beyond its reach, and once", () => {
  fc.assert(
    fc.property(atEdges, fc.integer({ min: -3 * day, max: 3 * day }), (state, jumpMs) => {
      const nowMs = state.nowMs + jumpMs;
      const read = sourceOf(afterReading(state, plan(state)));
      const floorMs = nowMs - read.retentionMs;
      const jumped: PlanInput = { ...state, nowMs, sources: [{ ...read, floorMs }] };
      const windows = plan(jumped);
      for (const { fromMs, toMs } of windows)
        assert.ok(fromMs >= floorMs + floorMarginMs && toMs <= nowMs - safetyLagMs && fromMs < toMs);
      const inOrder = windows.toSorted((a, b) => a.fromMs - b.fromMs);
      for (const [index, { toMs }] of inOrder.entries())
        assert.ok(toMs <= (inOrder[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY));
      assert.deepEqual(plan(afterReading(jumped, windows)), []);
    }),
    { numRuns: 300 },
  );
});
