import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plan } from "../../../../src/collector/plan/plan.ts";
import { leastFreshMs, type PlanInput, safetyLagMs } from "../../../../src/collector/plan/plan-input.ts";
import type { PlannedWindow, WindowReason } from "../../../../src/collector/window.ts";
import { completeAge, floorMarginMs, settlingAges } from "../../../../src/lake/collecting/settling-ages.ts";
import { agreeingMs, cover, isCovered, type Segment, uncoveredIn } from "../../../../src/lake/ledger/coverage.ts";
import type { LackedRow } from "../../../../src/lake/ledger/lacked-rows.ts";
import { afterReading, anyInput, day, hour, input, minute, now, second, source } from "./some-plans.ts";

const signIns = "signIns.interactiveUser";
const midnight = Math.floor(now / day) * day;

/** Everything up to now, read a moment ago and before; the past far enough that nothing is due. */
const readUpToNow = (fromMs = now - 30 * day): readonly Segment[] =>
  cover(readOnce(fromMs), { fromMs, toMs: now, atMs: now - day, late: 0 });

const readOnce = (fromMs = now - 30 * day): readonly Segment[] => cover([], { fromMs, toMs: now, atMs: now, late: 0 });

const only = (windows: readonly PlannedWindow[], reason: WindowReason): PlannedWindow[] =>
  windows.filter((window) => window.reason === reason);

const ascending = (windows: readonly PlannedWindow[]): PlannedWindow[] =>
  windows.toSorted((a, b) => a.fromMs - b.fromMs);

/** Plans and reads until nothing is planned any more. */
function readAll(start: PlanInput): PlanInput {
  let state = start;
  for (let round = 0; round < 3; round += 1) {
    const windows = plan(state);
    if (windows.length === 0) return state;
    state = afterReading(state, windows);
  }
  assert.fail("there was always more to read");
}

test("windows lie between floor and lag, in one UTC day, are no longer than they may be, and do not overlap", () => {
  fc.assert(
    fc.property(anyInput, (state) => {
      const windows = plan(state);
      for (const { source: id, floorMs, windowMs } of state.sources) {
        const own = ascending(windows.filter((window) => window.source === id));
        for (const [index, { fromMs, toMs }] of own.entries()) {
          assert.ok(fromMs >= floorMs + floorMarginMs && toMs <= now - safetyLagMs && fromMs < toMs);
          assert.ok(toMs - fromMs <= windowMs);
          assert.equal(Math.floor(fromMs / day), Math.floor((toMs - 1) / day));
          assert.deepEqual([fromMs % second, toMs % second], [0, 0]);
          assert.ok(toMs <= (own[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY));
        }
      }
    }),
  );
});

test("when all that was planned is read, nothing is left to read", () => {
  fc.assert(
    fc.property(anyInput, (state) => {
      assert.deepEqual(plan(afterReading(state, plan(state))), []);
    }),
  );
});

test("every millisecond that was not read is planned, but for the newest five minutes", () => {
  fc.assert(
    fc.property(anyInput, (state) => {
      for (const { segments, floorMs } of readAll(state).sources) {
        const within = { fromMs: Math.ceil((floorMs + floorMarginMs) / second) * second, toMs: now - safetyLagMs };
        for (const hole of uncoveredIn(segments, within)) {
          assert.ok(hole.toMs === within.toMs && hole.toMs - hole.fromMs < leastFreshMs + second);
        }
      }
    }),
  );
});

test("a stretch is read again once its block reaches an age after it was read, and not otherwise", () => {
  fc.assert(
    fc.property(anyInput, fc.integer({ min: 0, max: 30 * day }), (state, backMs) => {
      const [first] = state.sources;
      assert.ok(first);
      const alone = { ...state, sources: [first], allowancePerDay: {} };
      const atMs = now - safetyLagMs - second - backMs;
      const segment = first.segments.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
      if (segment === undefined || atMs < first.floorMs + floorMarginMs + second) return;
      const reached = settlingAges(first.retentionMs).some(({ ageMs, blockMs }) => {
        const dueMs = (Math.floor(atMs / blockMs) + 1) * blockMs + ageMs;
        return segment.readMs < dueMs && dueMs <= now;
      });
      const completeMs =
        (Math.floor(atMs / day) + 1) * day + (completeAge(settlingAges(first.retentionMs))?.ageMs ?? 0);
      const isOpen = segment.foundMs !== null && segment.foundMs + day <= now;
      const isUnconfirmed = segment.onceMs !== null && segment.onceMs + agreeingMs <= now;
      const reopened = (isOpen || isUnconfirmed) && segment.readMs >= completeMs;
      const planned = plan(alone).find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
      // Widening to whole seconds may take the neighbour in.
      if (reached || reopened) assert.ok(planned);
      else if (isAlone(first.segments, atMs)) assert.equal(planned, undefined);
    }),
  );
});

/** Whether everything within a second of the instant was read in the same way. */
function isAlone(segments: readonly Segment[], atMs: number): boolean {
  return segments.some(({ fromMs, toMs }) => fromMs <= atMs - second && atMs + second < toMs);
}

test("a day that was read after its last age, quietly, is never planned again", () => {
  for (let later = 0; later < 40 * day; later += 5 * hour) {
    const nowMs = now + later;
    const dayMs = midnight - 8 * day;
    const read = { fromMs: dayMs, toMs: dayMs + day, late: 0 };
    const segments = cover(cover([], { ...read, atMs: dayMs + 28 * day }), { ...read, atMs: dayMs + 29 * day });
    const windows = plan(input([source(signIns, { segments, floorMs: nowMs - 30 * day })], { nowMs }));
    assert.ok(windows.every(({ fromMs, toMs }) => toMs <= dayMs || fromMs >= dayMs + day));
  }
});

test("a first run reads today first, then what is about to be lost, then the month, newest first", () => {
  const windows = plan(input([source(signIns, { windowMs: day })]));
  assert.deepEqual(
    windows.slice(0, 4).map(({ reason, fromMs }) => [reason, new Date(fromMs).toISOString()]),
    [
      ["fresh", "2026-11-23T00:00:00.000Z"],
      ["fresh", "2026-11-22T14:04:31.000Z"],
      ["gap", "2026-10-24T14:17:32.000Z"],
      ["gap", "2026-10-25T00:00:00.000Z"],
    ],
  );
  const month = windows.slice(4).map(({ fromMs }) => fromMs);
  assert.deepEqual(
    month,
    month.toSorted((a, b) => b - a),
  );
  assert.equal(windows.length, 33);
});

test("new events before re-reads, and an old gap after every four of those", () => {
  const dayMs = midnight - 2 * day;
  const holes = readUpToNow().map((segment) => ({ ...segment, toMs: dayMs - 5 * day }));
  const read = cover(holes, { fromMs: dayMs - 3 * day, toMs: now - hour, atMs: midnight - 2 * day, late: 0 });
  const windows = plan(input([source(signIns, { segments: read, windowMs: 4 * hour })]));
  const reasons = windows.map(({ reason }) => reason);
  assert.equal(reasons[0], "fresh");
  const gaps = reasons.flatMap((reason, index) => (reason === "gap" ? [index] : []));
  assert.deepEqual(gaps.slice(0, 3), [4, 9, 14]);
  assert.equal(only(windows, "gap").length, 12);
  for (const reason of ["settling", "gap"] as const) {
    const times = only(windows, reason).map(({ fromMs }) => fromMs);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
  }
});

test("sources take turns, however much one of them has to read", () => {
  const busy = source("signIns.nonInteractiveUser", { windowMs: 10 * minute });
  const idle = [source("directoryAudits", { windowMs: day }), source("provisioning", { windowMs: day })];
  const windows = plan(input([busy, ...idle]));
  for (const { source: id } of idle) {
    const turns = windows.flatMap((window, index) => (window.source === id ? [index] : []));
    assert.deepEqual(
      turns,
      turns.map((_, turn) => 3 * turn + (id === "provisioning" ? 2 : 1)),
    );
  }
});

test("a new stretch of less than five minutes waits, a hole of any length does not", () => {
  const end = now - safetyLagMs;
  const segments = readUpToNow().map((segment) => ({ ...segment, toMs: end - leastFreshMs + 2 * second }));
  assert.deepEqual(plan(input([source(signIns, { segments })])), []);
  const older = segments.map((segment) => ({ ...segment, toMs: end - leastFreshMs - second }));
  assert.equal(only(plan(input([source(signIns, { segments: older })])), "fresh").length, 1);
  const hole = [
    ...cover([], { fromMs: now - 30 * day, toMs: now - 9 * hour, atMs: now, late: 0 }),
    ...cover([], { fromMs: now - 9 * hour + second, toMs: now, atMs: now, late: 0 }),
  ];
  assert.equal(plan(input([source(signIns, { segments: hole })])).length, 1);
});

test("a late event brings its stretch back a day after it was found, when no age is still to come", () => {
  const dayMs = midnight - 10 * day;
  const first = cover(readUpToNow(), { fromMs: dayMs, toMs: dayMs + day, atMs: now + hour, late: 1 });
  const at = (nowMs: number): readonly PlannedWindow[] =>
    plan(input([source(signIns, { segments: first })], { nowMs })).filter(
      ({ fromMs, toMs }) => fromMs < dayMs + day && toMs > dayMs,
    );
  assert.deepEqual(at(now + 24 * hour), []);
  assert.equal(only(at(now + 26 * hour), "settling").length, 4);
  const recent = midnight - 4 * day;
  const early = cover(readUpToNow(), { fromMs: recent, toMs: recent + day, atMs: now + hour, late: 1 });
  const later = plan(input([source(signIns, { segments: early })], { nowMs: now + 26 * hour }));
  assert.ok(later.every(({ fromMs, toMs }) => toMs <= recent || fromMs >= recent + day));
});

test("what was read once after its last age is read once more, four hours later, and so is no day that is young", () => {
  const at = (hours: number): readonly PlannedWindow[] =>
    only(plan(input([source(signIns, { segments: readOnce() })], { nowMs: now + hours * hour })), "settling");
  assert.ok(at(3).every(({ fromMs }) => fromMs >= midnight - 7 * day));
  const days = new Set(at(4).map(({ fromMs }) => Math.floor(fromMs / day) * day));
  assert.ok(days.has(midnight - 8 * day) && days.has(midnight - 28 * day));
  assert.ok(!days.has(midnight - 6 * day), "it is read again seven days after its end");
});

/** A row whose time was asked for so often, the last time so long ago, and that was not shown. */
const lackedRow = (eventMs: number, reads: number, agoMs: number): LackedRow => ({
  key: `${eventMs}`,
  eventMs,
  reads,
  firstMs: now - agoMs - (reads - 1) * hour,
  lastMs: now - agoMs,
});

test("a stretch whose read lacked held rows is asked for again after an hour, then six, then daily", () => {
  const holeMs = midnight - 12 * day;
  const segments = [
    ...cover([], { fromMs: now - 30 * day, toMs: holeMs, atMs: now, late: 0 }),
    ...cover([], { fromMs: holeMs + hour, toMs: now, atMs: now, late: 0 }),
  ];
  const planned = (reads: number, agoMs: number): number =>
    plan(input([source(signIns, { segments, lacked: [lackedRow(holeMs + minute, reads, agoMs)] })])).length;
  for (const [reads, waitMs] of [
    [1, hour],
    [2, 6 * hour],
    [3, day],
    [9, day],
  ] as const) {
    if (reads < 3) assert.equal(planned(reads, waitMs - 1), 0, `${reads} reads`);
    assert.equal(planned(reads, waitMs), 1, `${reads} reads`);
  }
  assert.equal(planned(3, 5 * hour), 0, "three reads within six hours do not say that it is no longer offered");
  const gone = { ...lackedRow(holeMs + minute, 3, 0), firstMs: now - 6 * hour };
  assert.equal(plan(input([source(signIns, { segments, lacked: [gone] })])).length, 1);
});

test("what is about to be lost, and what is new, waits no longer", () => {
  const floorMs = now - 30 * day;
  const old = lackedRow(floorMs + hour, 5, 2 * hour);
  const young = lackedRow(now - 2 * hour, 5, 2 * hour);
  const windows = plan(input([source(signIns, { windowMs: day, lacked: [old, young] })]));
  for (const { eventMs } of [old, young])
    assert.ok(windows.some(({ fromMs, toMs }) => fromMs <= eventMs && eventMs < toMs));
});

test("what is asked for is read, whatever was read before, and nothing else", () => {
  const asked = { fromMs: midnight - 3 * day, toMs: midnight - 2 * day };
  const windows = plan(input([source(signIns, { segments: readUpToNow() }), source("directoryAudits")], { asked }));
  for (const id of [signIns, "directoryAudits"] as const) {
    const own = ascending(windows.filter((window) => window.source === id));
    assert.deepEqual([own[0]?.fromMs, own.at(-1)?.toMs, own.length], [asked.fromMs, asked.toMs, 4]);
    assert.ok(own.every(({ reason }) => reason === "asked"));
  }
  const years = plan(input([source(signIns)], { asked: { fromMs: 0, toMs: now + day } }));
  assert.ok(Math.min(...years.map(({ fromMs }) => fromMs)) >= now - 30 * day);
  assert.deepEqual(plan(input([source(signIns)], { asked: { fromMs: 0, toMs: day } })), []);
});

test("audit search is read only when asked, and beside content types only for what they no longer offer", () => {
  const content = source("Audit.Exchange", { limit: "management", floorMs: now - 7 * day, retentionMs: 7 * day });
  const search = source("auditLogQuery", { limit: "audit-search", floorMs: now - 180 * day, retentionMs: 180 * day });
  assert.ok(plan(input([content, search])).every(({ source: id }) => id === "Audit.Exchange"));
  const asked = { fromMs: now - 10 * day, toMs: now };
  const both = plan(input([content, search], { asked }));
  const searched = both.filter(({ source: id }) => id === "auditLogQuery");
  assert.ok(searched.length > 0);
  const contentFrom = Math.min(...both.filter(({ source: id }) => id === "Audit.Exchange").map(({ fromMs }) => fromMs));
  assert.equal(Math.max(...searched.map(({ toMs }) => toMs)), contentFrom);
  const alone = plan(input([search], { asked }));
  assert.ok(Math.max(...alone.map(({ toMs }) => toMs)) > now - hour);
});

test("states are polled whole once a day and for changes each hour", () => {
  const users = source("riskyUsers", { limit: "risk" });
  const first = plan(input([users]));
  assert.deepEqual(first, [{ source: "riskyUsers", fromMs: 0, toMs: now - (now % second), reason: "fresh" }]);
  let state = afterReading(input([users]), first);
  const polls: string[] = [];
  for (let nowMs = now; nowMs < now + 2 * day; nowMs += 20 * minute) {
    const windows = plan({ ...state, nowMs });
    for (const { fromMs } of windows) polls.push(fromMs === 0 ? "whole" : "changes");
    state = afterReading({ ...state, nowMs }, windows);
  }
  assert.equal(polls.filter((poll) => poll === "whole").length, 1);
  assert.equal(polls.filter((poll) => poll === "changes").length, 46);
  assert.equal(plan(input(state.sources, { asked: { fromMs: now, toMs: now } }))[0]?.fromMs, 0);
});

test("a source that offers nothing is not asked", () => {
  assert.deepEqual(plan(input([source(signIns, { floorMs: now, retentionMs: 0 })])), []);
});

test("a collector that runs every ten minutes for a fortnight reads every instant at every age", () => {
  const began = now - 14 * day;
  let state = input([
    source(signIns, { segments: readUpToNow(began - 30 * day).map((each) => ({ ...each, toMs: began })) }),
  ]);
  for (let nowMs = began; nowMs <= now; nowMs += 10 * minute) {
    const sources = state.sources.map((each) => ({ ...each, floorMs: nowMs - 30 * day }));
    const due = { ...state, nowMs, sources };
    state = afterReading(due, plan(due), nowMs);
  }
  const [read] = state.sources;
  assert.ok(read);
  assert.ok(isCovered(read.segments, now - safetyLagMs - leastFreshMs - 10 * minute));
  for (const { toMs, readMs } of read.segments)
    for (const { ageMs, blockMs } of settlingAges(30 * day)) {
      const dueMs = Math.ceil(toMs / blockMs) * blockMs + ageMs;
      if (toMs > began) assert.ok(readMs >= dueMs || now < dueMs + 10 * minute);
    }
});
