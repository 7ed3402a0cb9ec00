import type { Range } from "./coverage.ts";

/** What of a range lies in none of the others, ascending. The others may come in any order and overlap. */
export function apartFrom(range: Range, others: readonly Range[]): readonly Range[] {
  const left: Range[] = [];
  let { fromMs } = range;
  for (const other of others.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (other.toMs <= fromMs || other.fromMs >= range.toMs || other.fromMs >= other.toMs) continue;
    if (other.fromMs > fromMs) left.push({ fromMs, toMs: other.fromMs });
    fromMs = other.toMs;
  }
  return fromMs < range.toMs ? [...left, { fromMs, toMs: range.toMs }] : left;
}

/** What of a range lies in others; pieces of others that overlap come once each. */
export function partsIn(range: Range, others: readonly Range[]): readonly Range[] {
  return others
    .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, range.fromMs), toMs: Math.min(toMs, range.toMs) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs);
}
