import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sourceDayState, stretchesOf, tableDayState } from "../../../src/lake/collecting/day-state.ts";
import { logSources } from "../../../src/lake/collecting/log-sources.ts";
import { enabledSources, type SourceCoverage } from "../../../src/lake/collecting/source-coverage.ts";
import { type CoveredRead, cover, coverageKey, type Segment, uncoveredIn } from "../../../src/lake/ledger/coverage.ts";
import type { LackedRow } from "../../../src/lake/ledger/lacked-rows.ts";
import type { FailedRead } from "../../../src/lake/ledger/ledger-entry.ts";
import type { SourceId, TenantSettings } from "../../../src/protocol/collector.ts";
import type { DayState } from "../../../src/protocol/lake.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const d0 = Date.parse("2026-11-01T00:00:00Z");
const signIns = "signIns.interactiveUser";
const exchange = "Audit.Exchange";
const tenantId = "11111111-2222-4333-8444-555555555555";

const read = (fromDays: number, toDays: number, atDays: number, late = 0): CoveredRead => ({
  fromMs: d0 + fromDays * day,
  toMs: d0 + toDays * day,
  atMs: d0 + atDays * day,
  late,
});

const settings = (sources: readonly SourceId[], more: Partial<TenantSettings> = {}): TenantSettings => ({
  tenantId,
  name: "contoso.example",
  cloud: "global",
  clientId: tenantId,
  credentialKind: "secret",
  sources,
  since: new Date(d0).toISOString(),
  floors: {},
  ...more,
});

/** A source as it stands so many days after the first, with what was read by then. */
function standing(
  source: SourceId,
  reads: readonly CoveredRead[],
  nowDays: number,
  more: {
    searched?: readonly CoveredRead[];
    settings?: Partial<TenantSettings>;
    lacked?: readonly LackedRow[];
    failures?: readonly FailedRead[];
  } = {},
): SourceCoverage {
  const nowMs = d0 + nowDays * day;
  const fold = (each: readonly CoveredRead[]): readonly Segment[] =>
    each.filter(({ atMs }) => atMs <= nowMs).reduce<readonly Segment[]>(cover, []);
  const coverage = new Map([
    [coverageKey(tenantId, source), fold(reads)],
    [coverageKey(tenantId, "auditLogQuery"), fold(more.searched ?? [])],
  ]);
  const state = {
    coverage,
    failures: more.failures ?? [],
    lacked: new Map([[coverageKey(tenantId, source), more.lacked ?? []]]),
  };
  const [found] = enabledSources(logSources[source].table, state, settings([source], more.settings), nowMs);
  assert.ok(found);
  return found;
}

const stateOf = (
  source: SourceId,
  reads: readonly CoveredRead[],
  nowDays: number,
  dayNumber = 0,
  more: Parameters<typeof standing>[3] = {},
): DayState => sourceDayState(standing(source, reads, nowDays, more), d0 + dayNumber * day, d0 + nowDays * day);

test("a day of events settles until it was read seven days after its end", () => {
  const reads = [read(0, 1, 1.01), read(0, 1, 2), read(0, 1, 4), read(0, 1, 8)];
  assert.equal(stateOf(signIns, [], 0.01), "settling", "the newest half hour may be unread");
  assert.equal(stateOf(signIns, [], 0.1), "gap");
  assert.equal(stateOf(signIns, reads, 1.5), "settling");
  assert.equal(stateOf(signIns, reads, 7.9), "settling");
  assert.equal(stateOf(signIns, [read(0, 1, 8 - 1 / 1440)], 20), "settling");
  assert.equal(stateOf(signIns, reads, 8), "complete");
  assert.equal(stateOf(signIns, reads, 400), "complete");
});

test("a hole is a gap while the source still offers it, and lost from then on", () => {
  const reads = [read(0, 0.5, 8), read(0.5 + 1 / 86_400, 1, 8)];
  assert.equal(stateOf(signIns, reads, 9), "gap");
  assert.equal(stateOf(signIns, reads, 31), "lost");
  assert.equal(stateOf(signIns, [...reads, read(0.4, 0.6, 9), read(0, 1, 10)], 31), "complete");
});

test("a day that was not read after its last age is lost once it can't be", () => {
  assert.equal(stateOf(signIns, [read(0, 1, 7.9)], 20), "settling");
  assert.equal(stateOf(signIns, [read(0, 1, 7.9)], 31), "lost");
});

test("a day of which one read only was made is not complete, and says so once no other can be made", () => {
  const once = [read(0, 1, 12)];
  assert.equal(stateOf(signIns, once, 13), "settling");
  assert.equal(
    stateOf(signIns, [...once, read(0, 1, 12 + 3 / 24)], 13),
    "settling",
    "the same fault may have met both",
  );
  assert.equal(stateOf(signIns, [...once, read(0, 1, 12 + 4 / 24)], 13), "complete");
  assert.equal(stateOf(signIns, [...once, read(0, 0.9, 13)], 20), "settling");
  assert.equal(stateOf(signIns, once, 31), "readOnce");
});

test("a day whose newest read lacked held rows is open while another read can be made", () => {
  const reads = [read(0, 1, 1), read(0, 1, 8)];
  const lacking = (lacked: Partial<LackedRow>, nowDays: number): DayState =>
    stateOf(signIns, reads, nowDays, 0, {
      lacked: [{ key: "a", eventMs: d0, firstMs: d0 + 9 * day, lastMs: d0 + 9 * day, reads: 1, ...lacked }],
    });
  assert.equal(lacking({}, 10), "settling");
  assert.equal(lacking({ eventMs: d0 + day }, 10), "complete", "it is of the next day");
  assert.equal(lacking({ reads: 3, lastMs: d0 + 9.5 * day }, 10), "complete", "it is no longer offered");
  assert.equal(lacking({}, 31), "complete", "the two reads before it agreed");
});

test("a late event opens the day until a read a day later finds none, or none is possible", () => {
  const found = [read(0, 1, 1), read(0, 1, 8, 1)];
  assert.equal(stateOf(signIns, found, 20), "settling");
  assert.equal(stateOf(signIns, [...found, read(0, 1, 8.5)], 20), "settling");
  assert.equal(stateOf(signIns, [...found, read(0, 1, 9)], 20), "complete");
  assert.equal(stateOf(signIns, found, 31), "readOnce");
});

test("where the licence gives seven days, five make a day complete", () => {
  const free = { settings: { floors: { directoryAudits: { days: 7, at: new Date(d0).toISOString() } } } };
  assert.equal(stateOf("directoryAudits", [read(0, 1, 5.9)], 6.5, 0, free), "settling");
  assert.equal(stateOf("directoryAudits", [read(0, 1, 2), read(0, 1, 6)], 6.5, 0, free), "complete");
  assert.equal(stateOf("directoryAudits", [], 9, 0, free), "lost");
  assert.equal(stateOf("directoryAudits", [], 9), "gap");
});

test("a day of activity is complete when content was read to a week after it, and has settled there too", () => {
  const daily = Array.from({ length: 20 }, (_, n) => [read(n, n + 1, n + 1), read(n, n + 1, n + 6)]).flat();
  assert.equal(stateOf(exchange, daily, 7.5), "settling");
  assert.equal(stateOf(exchange, daily, 12.9), "settling");
  assert.equal(stateOf(exchange, daily, 13), "complete");
});

test("a hole in content is a gap of its own day, keeps the week before from being complete, and is lost after it", () => {
  const daily = Array.from({ length: 30 }, (_, n) => [read(n, n + 1, n + 1), read(n, n + 1, n + 6)]).flat();
  const holed = daily.filter(({ fromMs }) => fromMs !== d0 + 9 * day);
  assert.equal(stateOf(exchange, holed, 11, 9), "gap");
  assert.equal(stateOf(exchange, holed, 11, 8), "settling");
  assert.equal(stateOf(exchange, holed, 11, 3), "settling");
  assert.equal(stateOf(exchange, holed, 30, 9), "lost");
  assert.equal(stateOf(exchange, holed, 30, 2), "lost");
  assert.equal(stateOf(exchange, holed, 30, 1), "complete");
  assert.equal(stateOf(exchange, holed, 30, 10), "complete");
});

test("days whose last age fell into a long pause are lost; those before it wait for nothing that can't come", () => {
  const paused = [read(0, 1, 1), read(0, 1, 6), ...Array.from({ length: 7 }, (_, n) => read(n + 1, n + 2, n + 2))];
  assert.equal(stateOf(exchange, paused, 10), "settling");
  assert.equal(stateOf(exchange, paused, 30), "complete");
  assert.equal(stateOf(exchange, paused, 30, 1), "lost");
});

test("audit search heals the holes of a day that it read whole after a week", () => {
  const firstMissed = -7 + (70 * minute) / day;
  const after = { searched: [read(0, 0.5, 8), read(0.5, 1, 9)] };
  assert.equal(stateOf(exchange, [], 30), "lost");
  assert.equal(stateOf(exchange, [], 30, 0, after), "complete");
  assert.equal(stateOf(exchange, [], 30, 1, after), "lost");
  assert.equal(stateOf(exchange, [], 30, 0, { searched: [read(0, 1, 7.9)] }), "lost");
  assert.equal(stateOf(exchange, [], 30, 0, { searched: [read(0, 0.5, 8)] }), "lost");
  assert.equal(stateOf(exchange, [], 30, 0, { searched: [read(0, 0.4, 8), read(0.6, 1, 9)] }), "lost");
  assert.equal(stateOf(exchange, [], 30, 0, { searched: [read(0, 1, 8), read(0, 1, 9, 1)] }), "lost");
  assert.equal(
    stateOf(exchange, [], 30, -20, { searched: [read(-20, -19, 8)] }),
    "complete",
    "before it was collected",
  );
  const { lost } = stretchesOf(standing(exchange, [], 9, after), d0 + 9 * day);
  assert.deepEqual(
    lost.map(({ fromMs, toMs }) => [(fromMs - d0) / day, Math.round((toMs - d0) / day)]),
    [
      [firstMissed, 0],
      [1, 2],
    ],
  );
});

test("what vanishes while a tenant is being added is not called lost, what vanishes later is", () => {
  const lostOf = (reads: readonly CoveredRead[], nowDays: number, floorDays?: number): readonly number[] => {
    const at = new Date(d0).toISOString();
    const floors = floorDays === undefined ? {} : { directoryAudits: { days: floorDays, at } };
    const { lost } = stretchesOf(
      standing("directoryAudits", reads, nowDays, { settings: { floors } }),
      d0 + nowDays * day,
    );
    return lost.map(({ fromMs, toMs }) => (toMs - fromMs) / day);
  };
  assert.deepEqual(lostOf([read(-29.98, 0, 0.02)], 3), []);
  assert.deepEqual(lostOf([], 0.04), []);
  assert.deepEqual(lostOf([], 3).map(Math.round), [3]);
  assert.deepEqual(lostOf([read(-26.9, 3.1, 3.1)], 10).map(Math.round), [3]);
  assert.deepEqual(lostOf([read(-6.98, 0, 0.02)], 3, 7), [], "the licence never gave more");
});

test("content from before its subscription began is lost, not awaited", () => {
  const began = { settings: { floors: { [exchange]: { days: 0, at: new Date(d0).toISOString() } } } };
  assert.equal(stateOf(exchange, [], 1, -1, began), "lost");
  assert.equal(stateOf(exchange, [], 1, 0, began), "gap");
  assert.equal(stateOf(exchange, [], 8, 0, began), "lost");
});

test("a day from before the source was collected was imported, and states are history", () => {
  assert.equal(stateOf(signIns, [], 1, -31), "imported");
  assert.equal(stateOf(signIns, [], 1, -30), "lost");
  assert.equal(stateOf(signIns, [], 1, -28), "gap");
  const later = { settings: { sourcesSince: { [signIns]: new Date(d0 + 100 * day).toISOString() } } };
  assert.equal(stateOf(signIns, [], 101, 69, later), "imported");
  assert.equal(stateOf(signIns, [], 101, 72, later), "gap");
  assert.equal(stateOf("riskyUsers", [read(-20_000, 1, 1)], 2), "history");
});

test("a table's day is as its worst source; those that were not collected then say nothing", () => {
  assert.equal(tableDayState([]), "imported");
  assert.equal(tableDayState(["imported", "imported"]), "imported");
  assert.equal(tableDayState(["imported", "complete"]), "complete");
  assert.equal(tableDayState(["complete", "settling"]), "settling");
  assert.equal(tableDayState(["lost", "settling", "complete"]), "lost");
  assert.equal(tableDayState(["lost", "gap"]), "gap");
  assert.equal(tableDayState(["complete", "readOnce", "imported"]), "readOnce");
  assert.equal(tableDayState(["history"]), "history");
});

/** A read that Microsoft refused. */
const refused = (source: SourceId, code: string, day = 1): FailedRead => {
  const [from, to] = [new Date(d0).toISOString(), new Date(d0 + day * 86_400_000).toISOString()];
  return { tenantId, source, from, to, at: to, code, message: "Refused." };
};

test("a source for which the tenant has no licence says nothing of a day, until it gives something", () => {
  const source = "servicePrincipalRiskDetections";
  const failures = [refused(source, "missing-licence")];
  assert.equal(stateOf(source, [], 2, 0), "gap");
  assert.equal(stateOf(source, [], 2, 0, { failures }), "imported");
  assert.deepEqual(stretchesOf(standing(source, [], 2, { failures }), d0 + 2 * day), { gaps: [], lost: [] });
  const other = [refused("riskDetections", "missing-licence"), refused(source, "unreachable")];
  assert.equal(stateOf(source, [], 2, 0, { failures: other }), "gap", "the newest failure of the source itself counts");
  assert.equal(stateOf(source, [read(1, 2, 2)], 2, 0, { failures }), "gap", "it gave something, so it has a licence");
  // Any licence that allows one kind of sign-in allows all, so a refusal is Microsoft's mistake.
  assert.equal(stateOf(signIns, [], 2, 0, { failures: [refused(signIns, "missing-licence")] }), "gap");
});

const anyRead: fc.Arbitrary<CoveredRead> = fc
  .record({
    from: fc.integer({ min: -24, max: 24 * 20 }),
    length: fc.integer({ min: 1, max: 72 }),
    after: fc.integer({ min: 0, max: 24 * 14 }),
    late: fc.constantFrom(0, 0, 1),
  })
  .map(({ from, length, after, late }) => read(from / 24, (from + length) / 24, (from + length + after) / 24, late));
const anyReads = fc.array(anyRead, { maxLength: 14 });
const anySource = fc.constantFrom<SourceId>(signIns, exchange, "riskDetections");
const anyNow = fc.integer({ min: 24, max: 24 * 60 }).map((hours) => hours / 24);
const anyDay = fc.integer({ min: 0, max: 20 });

test("no day is complete with a piece unread, or read before its last age", () => {
  fc.assert(
    fc.property(anySource, anyReads, anyNow, anyDay, (source, reads, nowDays, dayNumber) => {
      const coverage = standing(source, reads, nowDays);
      const dayMs = d0 + dayNumber * day;
      if (sourceDayState(coverage, dayMs, d0 + nowDays * day) !== "complete") return;
      const toMs = dayMs + (source === signIns ? day : 8 * day);
      assert.deepEqual(uncoveredIn(coverage.segments, { fromMs: dayMs, toMs }), []);
      const last = source === exchange ? 5 * day : 7 * day;
      for (const { fromMs, toMs: endMs, readMs } of coverage.segments)
        if (fromMs < dayMs + day && endMs > dayMs) assert.ok(readMs >= dayMs + day + last);
    }),
    { numRuns: 2_000 },
  );
});

test("without a read, what is complete stays so and what is lost stays lost, however much time passes", () => {
  const after: Record<string, readonly DayState[]> = {
    complete: ["complete"],
    readOnce: ["readOnce"],
    lost: ["lost"],
    gap: ["gap", "lost"],
    settling: ["settling", "gap", "lost", "readOnce", "complete"],
  };
  fc.assert(
    fc.property(anySource, anyReads, anyNow, anyNow, anyDay, (source, reads, nowDays, laterDays, dayNumber) => {
      const before = reads.filter(({ atMs }) => atMs <= d0 + nowDays * day);
      const now = stateOf(source, before, nowDays, dayNumber);
      const later = stateOf(source, before, nowDays + laterDays, dayNumber);
      assert.ok(after[now]?.includes(later), `${now} became ${later}`);
      if (now === "settling" && later === "complete") assert.notEqual(source, signIns);
    }),
    { numRuns: 2_000 },
  );
});

test("gaps and lost stretches are what was not read since collecting began, but for the newest half hour", () => {
  fc.assert(
    fc.property(anySource, anyReads, anyNow, (source, reads, nowDays) => {
      const nowMs = d0 + nowDays * day;
      const coverage = standing(source, reads, nowDays);
      const { gaps, lost } = stretchesOf(coverage, nowMs);
      const length = (ranges: readonly { fromMs: number; toMs: number }[]): number =>
        ranges.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
      const unread = uncoveredIn(coverage.segments, { fromMs: coverage.fromMs, toMs: nowMs - 30 * minute });
      assert.equal(length(gaps) + length(lost), length(unread));
      for (const { toMs } of lost) assert.ok(toMs <= coverage.floorMs);
      for (const { fromMs } of gaps) assert.ok(fromMs >= coverage.floorMs);
    }),
  );
});
