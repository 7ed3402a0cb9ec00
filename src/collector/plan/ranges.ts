import { dayMs } from "../../base/time-units.ts";
import type { Range } from "../../lake/ledger/coverage.ts";
import { apartFrom } from "../../lake/ledger/range-parts.ts";

const second = 1_000;

/**
 * The ranges widened to whole seconds (the Management Activity API takes no finer times), clipped to `within`, joined
 * where they meet or overlap, ascending.
 */
export function tidy(ranges: readonly Range[], within: Range): readonly Range[] {
  const sorted = ranges
    .map(({ fromMs, toMs }) => ({
      fromMs: Math.max(Math.floor(fromMs / second) * second, within.fromMs),
      toMs: Math.min(Math.ceil(toMs / second) * second, within.toMs),
    }))
    .filter(({ fromMs, toMs }) => fromMs < toMs)
    .sort((a, b) => a.fromMs - b.fromMs);
  const joined: Range[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && range.fromMs <= last.toMs)
      joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, range.toMs) };
    else joined.push(range);
  }
  return joined;
}

/** What of `ranges` no range of `others` holds, ascending when the ranges are. */
export function without(ranges: readonly Range[], others: readonly Range[]): readonly Range[] {
  return ranges.flatMap((range) => apartFrom(range, others));
}

/** A plan holds at most so many pieces of one kind; the rest is planned when these are read. */
const mostPieces = 20_000;

/**
 * Pieces of tidy ranges that lie in one UTC day and are at most `windowMs` long, of about equal length, newest first.
 */
export function cut(ranges: readonly Range[], windowMs: number): Range[] {
  const length = Math.max(Math.floor(windowMs / second), 1) * second;
  const pieces: Range[] = [];
  for (const { fromMs, toMs } of ranges.toReversed())
    for (let endMs = toMs; endMs > fromMs && pieces.length < mostPieces; ) {
      const startMs = Math.max(fromMs, (Math.ceil(endMs / dayMs) - 1) * dayMs);
      const count = Math.ceil((endMs - startMs) / length);
      const step = Math.ceil((endMs - startMs) / count / second) * second;
      for (let at = endMs; at > startMs; at -= step) pieces.push({ fromMs: Math.max(at - step, startMs), toMs: at });
      endMs = startMs;
    }
  return pieces;
}
