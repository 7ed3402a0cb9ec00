import fc from "fast-check";
import type { PlanInput, PlanSource } from "../../../../src/collector/plan/plan-input.ts";
import type { PlannedWindow } from "../../../../src/collector/window.ts";
import { cover, type Segment } from "../../../../src/lake/ledger/coverage.ts";
import type { SourceId } from "../../../../src/protocol/collector.ts";

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A Monday, not at a round minute. */
export const now = Date.parse("2026-11-23T14:07:31.250Z");

/** A source that nothing was read of: a month offered, windows of six hours, little in them. */
export function source(id: SourceId, more: Partial<PlanSource> = {}): PlanSource {
  return {
    source: id,
    limit: "reports",
    segments: [],
    lacked: [],
    givenUp: [],
    floorMs: now - 30 * day,
    retentionMs: 30 * day,
    windowMs: 6 * hour,
    expectedRowsPerDay: 1_000,
    pageRows: 1_000,
    ...more,
  };
}

export function input(sources: readonly PlanSource[], more: Partial<PlanInput> = {}): PlanInput {
  return { nowMs: now, sources, allowancePerDay: { reports: 43_200 }, ...more };
}

/** The input after the windows were read at `atMs`, with nothing late in them. */
export function afterReading(before: PlanInput, windows: readonly PlannedWindow[], atMs = before.nowMs): PlanInput {
  const sources = before.sources.map((each) => ({
    ...each,
    segments: windows
      .filter((window) => window.source === each.source)
      .reduce<readonly Segment[]>(
        (segments, { fromMs, toMs }) => cover(segments, { fromMs, toMs, atMs, late: 0 }),
        each.segments,
      ),
  }));
  return { ...before, sources };
}

const ids: readonly SourceId[] = [
  "signIns.interactiveUser",
  "signIns.nonInteractiveUser",
  "directoryAudits",
  "provisioning",
];

/** Any past of a month: windows of any place and length, read at any later time, some with late events. */
const segments: fc.Arbitrary<readonly Segment[]> = fc
  .array(
    fc.record({
      fromMs: fc.integer({ min: now - 33 * day, max: now - minute }),
      lengthMs: fc.integer({ min: 1, max: 3 * day }),
      laterMs: fc.integer({ min: 0, max: 30 * day }),
      late: fc.constantFrom(0, 0, 0, 1),
    }),
    { maxLength: 10 },
  )
  .map((reads) =>
    reads.reduce<readonly Segment[]>((known, { fromMs, lengthMs, laterMs, late }) => {
      const toMs = Math.min(fromMs + lengthMs, now);
      return cover(known, { fromMs, toMs, atMs: Math.min(toMs + laterMs, now), late });
    }, []),
  );

/** Inputs with one to four sources of any past, retention and window length. */
export const anyInput: fc.Arbitrary<PlanInput> = fc
  .uniqueArray(
    fc.record({
      source: fc.constantFrom(...ids),
      segments,
      days: fc.constantFrom(3, 7, 8, 9, 30),
      windowMs: fc.constantFrom(7 * minute + 1, hour, 5 * hour, day),
      expectedRowsPerDay: fc.constantFrom(0, 1_000, 10_000_000),
    }),
    { selector: (each) => each.source, minLength: 1, maxLength: 4 },
  )
  .map((sources) =>
    input(
      sources.map(({ days, ...each }) =>
        source(each.source, { ...each, floorMs: now - days * day, retentionMs: days * day }),
      ),
    ),
  );
