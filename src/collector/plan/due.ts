import { completeAge, type SettlingAge } from "../../lake/collecting/settling.ts";
import { coveredIn, type Range, reopenedMs, type Segment } from "../../lake/ledger/coverage.ts";

const day = 86_400_000;

/**
 * The stretches inside `within` that were read and are due again: those of a block that has reached an age since they
 * were read, and those of a day that was read to its end and in which a late event was found a day ago.
 */
export function dueAgain(
  segments: readonly Segment[],
  ages: readonly SettlingAge[],
  within: Range,
  nowMs: number,
): readonly Range[] {
  const completeAgeMs = completeAge(ages)?.ageMs ?? 0;
  return coveredIn(segments, within)
    .flatMap((segment) => [...ages.map((age) => dueAt(segment, age, nowMs)), reopened(segment, completeAgeMs, nowMs)])
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

/** The part of a segment that a late event keeps open; where an age is still to come, that is soon enough. */
function reopened({ fromMs, toMs, readMs, foundMs }: Segment, completeAgeMs: number, nowMs: number): Range {
  const isDue = foundMs !== null && foundMs + reopenedMs <= nowMs;
  return { fromMs, toMs: isDue ? Math.min(toMs, Math.floor((readMs - completeAgeMs) / day) * day) : fromMs };
}
