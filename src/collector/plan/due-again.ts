import { dayMs, hourMs } from "../../base/time-units.ts";
import { completeAge, type SettlingAge } from "../../lake/collecting/settling-ages.ts";
import { agreeingMs, coveredIn, type Range, reopenedMs, type Segment } from "../../lake/ledger/coverage.ts";
import { isNoLongerOffered, type LackedRow } from "../../lake/ledger/lacked-rows.ts";

/**
 * The stretches inside `within` that were read and are due again: those of a block that has reached an age since they
 * were read, and of days that were read to their end, those in which a late event was found a day ago and those that
 * were read once.
 */
export function dueAgain(
  segments: readonly Segment[],
  ages: readonly SettlingAge[],
  within: Range,
  nowMs: number,
): readonly Range[] {
  const completeAgeMs = completeAge(ages)?.ageMs ?? 0;
  return coveredIn(segments, within)
    .flatMap((segment) => [
      ...ages.map((age) => dueAt(segment, age, nowMs)),
      unconfirmed(segment, completeAgeMs, nowMs),
    ])
    .filter(({ fromMs, toMs }) => fromMs < toMs);
}

/** The part of a segment whose blocks reached the age after it was read and before now. */
function dueAt({ fromMs, toMs, readMs }: Segment, { ageMs, blockMs }: SettlingAge, nowMs: number): Range {
  // Of ascending blocks, the first that ends too late to have had the age when it was read …
  const first = Math.floor((readMs - ageMs) / blockMs) * blockMs;
  // … up to the last that has it now.
  const last = Math.floor((nowMs - ageMs) / blockMs) * blockMs;
  return { fromMs: Math.max(fromMs, first), toMs: Math.min(toMs, last) };
}

/**
 * The part of a segment whose newest read no other has confirmed, for it found a late event or was the only one; where
 * an age is still to come, that is soon enough.
 */
function unconfirmed({ fromMs, toMs, readMs, foundMs, onceMs }: Segment, completeAgeMs: number, nowMs: number): Range {
  const isDue =
    (foundMs !== null && foundMs + reopenedMs <= nowMs) || (onceMs !== null && onceMs + agreeingMs <= nowMs);
  return { fromMs, toMs: isDue ? Math.min(toMs, Math.floor((readMs - completeAgeMs) / dayMs) * dayMs) : fromMs };
}

/** After so many reads that lacked a row, its time is asked for again this much later. */
const waits: readonly number[] = [hourMs, 6 * hourMs, dayMs];

/**
 * Which windows are left alone for now: those that hold a row which the last read lacked a short while ago. What is
 * about to be lost (before `urgentMs`) waits no longer than the first time.
 */
export function doubtedWait(lacked: readonly LackedRow[], urgentMs: number, nowMs: number): (window: Range) => boolean {
  const waiting = lacked.filter((row) => {
    if (isNoLongerOffered(row)) return false;
    const tries = row.eventMs < urgentMs ? 1 : row.reads;
    return row.lastMs + (waits[tries - 1] ?? dayMs) > nowMs;
  });
  return ({ fromMs, toMs }) => waiting.some(({ eventMs }) => eventMs >= fromMs && eventMs < toMs);
}
