import { dayMs, minuteMs } from "../../base/time-units.ts";
import type { DayState } from "../../protocol/lake.ts";
import { coveredIn, type Range, uncoveredIn } from "../ledger/coverage.ts";
import { isNoLongerOffered } from "../ledger/lacked-rows.ts";
import { apartFrom, partsIn } from "../ledger/range-parts.ts";
import { isWhole } from "./log-sources.ts";
import { trailingAxisMs } from "./settling-ages.ts";
import { isSearched, type SourceCoverage } from "./source-coverage.ts";

/**
 * The newest stretch may be unread for so long without being a gap: Microsoft's usual delay and the time between two
 * runs of the collector, a quarter of an hour each.
 */
export const unreadTailMs = 30 * minuteMs;

/** The states of a stretch of the axis. A day has the worst state of its stretches. */
type StretchState = "gap" | "lost" | "settling" | "readOnce" | "complete";

const worstFirst: readonly DayState[] = ["gap", "lost", "settling", "readOnce", "complete"];

/** How a day (its start, milliseconds since 1970) of one source stands (design: Coverage). */
export function sourceDayState(coverage: SourceCoverage, dayStartMs: number, nowMs: number): DayState {
  if (coverage.source.axis === "polled") return "history";
  if (coverage.isUnlicensed) return "imported";
  const searched = isSearched(coverage, dayStartMs);
  if (dayStartMs + dayMs <= coverage.fromMs) return searched ? "complete" : "imported";
  const itself = { fromMs: dayStartMs, toMs: dayStartMs + dayMs };
  const states = [
    ...readStates(coverage, itself),
    ...doubtedStates(coverage, itself),
    ...unreadStates(coverage, itself, nowMs),
  ];
  if (coverage.source.axis !== "eventTime") states.push(...trailingStates(coverage, dayStartMs, nowMs));
  return worst(searched ? states.filter((state) => state === "settling") : states);
}

/**
 * How a table's day stands: as the worst of its enabled sources. A source that was not collected then says nothing;
 * when none was, the day's rows were imported.
 */
export function tableDayState(states: readonly DayState[]): DayState {
  if (states.includes("history")) return "history";
  const collected = states.filter((state) => state !== "imported");
  return collected.length === 0 ? "imported" : worst(collected);
}

/**
 * The stretches of a source that were never read, up to the newest one that may still wait: those that are still
 * offered, and those that no longer are.
 */
export function stretchesOf(
  coverage: SourceCoverage,
  nowMs: number,
): { readonly gaps: readonly Range[]; readonly lost: readonly Range[] } {
  const { source, segments, unsubscribed, fromMs, floorMs } = coverage;
  if (source.axis === "polled" || !isWhole(source) || coverage.isUnlicensed) return { gaps: [], lost: [] };
  const unread = uncoveredIn(segments, { fromMs: Math.max(fromMs, floorMs), toMs: nowMs - unreadTailMs });
  const lost = [
    ...uncoveredIn(segments, { fromMs, toMs: floorMs }),
    ...unread.flatMap((range) => partsIn(range, unsubscribed)),
  ];
  return {
    gaps: unread.flatMap((range) => apartFrom(range, unsubscribed)),
    lost: source.axis === "contentCreated" ? lost.flatMap((range) => notSearched(coverage, range)) : lost,
  };
}

/**
 * The states of what was read of a stretch that ends with its day. It is complete when its last two reads, at different
 * ages, agree; where no second read is possible any more, its state is *read once*.
 */
function readStates({ segments, floorMs, completeAgeMs }: SourceCoverage, range: Range): readonly StretchState[] {
  return coveredIn(segments, range).map(({ fromMs, readMs, foundMs, onceMs }) => {
    if (readMs < range.toMs + completeAgeMs) return fromMs < floorMs ? "lost" : "settling";
    if (foundMs === null && onceMs === null) return "complete";
    return fromMs < floorMs ? "readOnce" : "settling";
  });
}

/** A read that lacked rows which other reads had shown proves nothing, and another read will be made. */
function doubtedStates({ lacked, floorMs }: SourceCoverage, { fromMs, toMs }: Range): readonly StretchState[] {
  const isDoubted = lacked.some(
    (row) => row.eventMs >= Math.max(fromMs, floorMs) && row.eventMs < toMs && !isNoLongerOffered(row),
  );
  return isDoubted ? ["settling"] : [];
}

/** How many rows of a day (its start, milliseconds since 1970) are held that the source no longer offers. */
export function noLongerOfferedRows({ lacked }: Pick<SourceCoverage, "lacked">, dayStartMs: number): number {
  return lacked.filter((row) => row.eventMs >= dayStartMs && row.eventMs < dayStartMs + dayMs && isNoLongerOffered(row))
    .length;
}

/** The states of the unread parts of a stretch. Parts for which no content was made will never be read. */
function unreadStates(
  { segments, unsubscribed, floorMs }: SourceCoverage,
  range: Range,
  nowMs: number,
): readonly StretchState[] {
  const waitsFromMs = Math.max(nowMs - unreadTailMs, floorMs);
  const unread = uncoveredIn(segments, range);
  const states: StretchState[] = unread.some((each) => partsIn(each, unsubscribed).length > 0) ? ["lost"] : [];
  for (const { fromMs, toMs } of unread.flatMap((each) => apartFrom(each, unsubscribed))) {
    if (fromMs < floorMs) states.push("lost");
    if (Math.max(fromMs, floorMs) < Math.min(toMs, waitsFromMs)) states.push("gap");
    if (toMs > waitsFromMs) states.push("settling");
  }
  return states;
}

/**
 * The states of the days after a day, in which records of it may still appear where the axis is not event time. A hole
 * there that will be filled is no gap of the day. What was read there too early, or once, and can't be read again is let
 * pass: it could lack no more than the last of the late.
 */
function trailingStates(coverage: SourceCoverage, dayStartMs: number, nowMs: number): readonly StretchState[] {
  const states: StretchState[] = [];
  for (let fromMs = dayStartMs + dayMs; fromMs < dayStartMs + dayMs + trailingAxisMs; fromMs += dayMs) {
    const range = { fromMs, toMs: fromMs + dayMs };
    states.push(...readStates(coverage, range).filter((state) => state !== "lost" && state !== "readOnce"));
    for (const state of unreadStates(coverage, range, nowMs)) states.push(state === "gap" ? "settling" : state);
  }
  return states;
}

function worst<State extends DayState>(states: readonly State[]): DayState {
  return worstFirst.find((state) => (states as readonly DayState[]).includes(state)) ?? "complete";
}

/** The parts of a stretch whose days audit search did not read. */
function notSearched(coverage: SourceCoverage, { fromMs, toMs }: Range): readonly Range[] {
  const left: Range[] = [];
  for (let dayStartMs = Math.floor(fromMs / dayMs) * dayMs; dayStartMs < toMs; dayStartMs += dayMs) {
    if (isSearched(coverage, dayStartMs)) continue;
    const part = { fromMs: Math.max(fromMs, dayStartMs), toMs: Math.min(toMs, dayStartMs + dayMs) };
    const last = left.at(-1);
    if (last?.toMs === part.fromMs) left[left.length - 1] = { fromMs: last.fromMs, toMs: part.toMs };
    else left.push(part);
  }
  return left;
}
