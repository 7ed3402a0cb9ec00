import { dayMs } from "../../base/time-units.ts";
import { isWhole, logSources } from "../../lake/collecting/log-sources.ts";
import { floorMarginMs } from "../../lake/collecting/settling-ages.ts";
import { type Range, uncoveredIn } from "../../lake/ledger/coverage.ts";
import type { PlannedWindow, WindowReason } from "../window.ts";
import { doubtedWait, dueAgain } from "./due-again.ts";
import { leastFreshMs, type PlanInput, type PlanSource, safetyLagMs } from "./plan-input.ts";
import { planPolled } from "./plan-polled.ts";
import { cut, tidy, without } from "./ranges.ts";
import { agesFor, requestsPerDay } from "./thin-rereads.ts";

const second = 1_000;

/** One gap is read for so many newer windows, so that a backlog of those never keeps it waiting for ever. */
const windowsPerGap = 4;

/**
 * What to read, the next first: a pure function of what was read, of the time and of the policy (design: The planner).
 * No window crosses a UTC day, is longer than its source's `windowMs`, or overlaps another of the same source.
 */
export function plan(input: PlanInput): readonly PlannedWindow[] {
  const { asked } = input;
  return takingTurns(
    input.sources.map((source) => (asked === undefined ? planSource(source, input) : planAsked(source, asked, input))),
  );
}

/**
 * First new stretches, then those about to be lost, then those due again. Each group has the newest first, except that
 * those about to be lost have the oldest first. Older gaps come between them.
 */
function planSource(source: PlanSource, input: PlanInput): readonly PlannedWindow[] {
  const { axis, onRequest, olderOnly } = logSources[source.source];
  if (onRequest) return [];
  if (olderOnly) return planOlder(source, input);
  if (axis === "polled") return source.givenUp.length > 0 ? [] : planPolled(source, input.nowMs);
  const within = readable(source, input.nowMs);
  const { fresh, gaps } = unread(source, within);
  const again = dueAgain(source.segments, agesOf(source, input), within, input.nowMs);
  // What is widened to whole seconds may touch a hole; each millisecond is planned once.
  const settling = without(without(tidy(again, within), [...gaps, ...fresh]), tidy(source.givenUp, within));
  const urgentTo = within.fromMs + dayMs;
  const waits = doubtedWait(source.lacked, urgentTo, input.nowMs);
  const due = (ranges: readonly Range[], reason: WindowReason): PlannedWindow[] =>
    windows(source, ranges, reason).filter((window) => !waits(window));
  const urgent = due(tidy(gaps, { ...within, toMs: urgentTo }), "gap").reverse();
  const older = due(tidy(gaps, { ...within, fromMs: urgentTo }), "gap");
  // New stretches do not wait, because no earlier read of them can have been doubted for long.
  const newer = [...windows(source, fresh, "fresh"), ...urgent, ...due(settling, "settling")];
  return between(newer, older, windowsPerGap);
}

/** What was never read of what the sources beside it no longer offer; it is too old to change. */
function planOlder(source: PlanSource, input: PlanInput): readonly PlannedWindow[] {
  const { fromMs, toMs } = readable(source, input.nowMs);
  const within = { fromMs, toMs: Math.min(toMs, beganBy(source, input)) };
  const holes = without(tidy(uncoveredIn(source.segments, within), within), tidy(source.givenUp, within));
  return windows(source, holes, "gap");
}

function planAsked(source: PlanSource, asked: Range, input: PlanInput): readonly PlannedWindow[] {
  if (logSources[source.source].axis === "polled") return planPolled({ ...source, segments: [] }, input.nowMs, "asked");
  const within = readable(source, input.nowMs);
  const toMs = Math.min(within.toMs, beganBy(source, input));
  return windows(source, tidy([asked], { ...within, toMs }), "asked");
}

/**
 * Where a source gives way to those beside it: audit search is slow, and asked only for what content types no longer
 * offer; the sign-ins that are kept for longer are some of those that all kinds of sign-in give.
 */
function beganBy(source: PlanSource, { sources }: PlanInput): number {
  const { table } = logSources[source.source];
  if (isWhole(logSources[source.source])) return Number.POSITIVE_INFINITY;
  const floors = sources
    .filter((other) => other !== source && logSources[other.source].table === table)
    .map(({ floorMs }) => floorMs + floorMarginMs);
  return floors.length === 0 ? Number.POSITIVE_INFINITY : Math.ceil(Math.max(...floors) / second) * second;
}

/** From the floor to the safety lag, whole seconds. */
function readable({ floorMs }: PlanSource, nowMs: number): Range {
  return {
    fromMs: Math.ceil((floorMs + floorMarginMs) / second) * second,
    toMs: Math.floor((nowMs - safetyLagMs) / second) * second,
  };
}

/** The holes of the last 24 hours, and those before; a new end that is too short waits. */
function unread({ segments, givenUp }: PlanSource, within: Range): { fresh: readonly Range[]; gaps: readonly Range[] } {
  const holes = without(tidy(uncoveredIn(segments, within), within), tidy(givenUp, within));
  const last = holes.at(-1);
  const waits = last !== undefined && last.toMs === within.toMs && last.toMs - last.fromMs < leastFreshMs;
  const wanted = waits ? holes.slice(0, -1) : holes;
  const freshFrom = Math.max(within.toMs - dayMs, within.fromMs);
  return {
    fresh: tidy(wanted, { ...within, fromMs: freshFrom }),
    gaps: tidy(wanted, { ...within, toMs: freshFrom }),
  };
}

/** The ages that the source's share of its limit has room for; shares are as the sources' rows. */
function agesOf(source: PlanSource, { sources, allowancePerDay }: PlanInput): ReturnType<typeof agesFor> {
  const { limit, expectedRowsPerDay: rowsPerDay, pageRows, retentionMs } = source;
  const once = (each: PlanSource): number => requestsPerDay({ ...each, rowsPerDay: each.expectedRowsPerDay }, 1);
  const together = sources.filter((each) => each.limit === limit).reduce((sum, each) => sum + once(each), 0);
  const allowance = allowancePerDay[limit] ?? Number.POSITIVE_INFINITY;
  const share = together === 0 ? 1 : once(source) / together;
  return agesFor({ rowsPerDay, pageRows, retentionMs, allowancePerDay: share === 0 ? allowance : allowance * share });
}

function windows({ source, windowMs }: PlanSource, ranges: readonly Range[], reason: WindowReason): PlannedWindow[] {
  return cut(ranges, windowMs).map((range) => ({ source, ...range, reason }));
}

/** `first` in its order, with one of `second` after every `count`. */
function between<T>(first: readonly T[], second: readonly T[], count: number): readonly T[] {
  const woven: T[] = [];
  let next = 0;
  for (const [index, each] of first.entries()) {
    woven.push(each);
    if ((index + 1) % count !== 0) continue;
    woven.push(...second.slice(next, next + 1));
    next += 1;
  }
  return [...woven, ...second.slice(next)];
}

/** Takes one of each list in turn, so that no list waits for another's backlog. */
function takingTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
}
