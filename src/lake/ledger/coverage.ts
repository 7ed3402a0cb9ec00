import { hourMs } from "../../base/time-units.ts";

/** A stretch in which a late event was found is read again this long afterwards, and is open until then. */
export const reopenedMs = 24 * hourMs;

/** Two reads so far apart count as reads at different ages, because one fault does not meet both. */
export const agreeingMs = 4 * hourMs;

/**
 * A stretch of a source's axis that was read, milliseconds since 1970, `toMs` excluded. Times of reads are kept to
 * the hour, never later than they were: all that asks for them (settling ages, blocks) counts in hours, and
 * neighbours that were read in the same hour become one segment.
 */
export interface Segment {
  readonly fromMs: number;
  readonly toMs: number;
  /** When the newest read was answered, rounded down to the hour. */
  readonly readMs: number;
  /** When a read last found a late event, rounded up to the hour; null once a read a day later found none. */
  readonly foundMs: number | null;
  /** When it was first read, rounded down to the hour; null once it was read at two ages (`agreeingMs` apart). */
  readonly onceMs: number | null;
}

/** A window that was read to its end. */
export interface CoveredRead {
  readonly fromMs: number;
  readonly toMs: number;
  /** When its first page was made. */
  readonly atMs: number;
  /** How many rows it added where it had been read before. */
  readonly late: number;
}

export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The key of a tenant's source in a ledger's coverage. */
export function coverageKey(tenantId: string, source: string): string {
  return `${tenantId} ${source}`;
}

/**
 * Segments (ascending, apart or with different values) after one more read. Reads may come in any order: for each
 * stretch the newest counts. A read that found something late where it was read before opens those stretches again.
 */
export function cover(segments: readonly Segment[], read: CoveredRead): readonly Segment[] {
  if (!(read.fromMs < read.toMs)) return segments;
  const first = firstEndingAtOrAfter(segments, read.fromMs);
  let end = first;
  while (end < segments.length && (segments[end]?.fromMs ?? Number.POSITIVE_INFINITY) <= read.toMs) end += 1;
  return segments.toSpliced(first, end - first, ...recover(segments.slice(first, end), read));
}

/** Segments after a read that found something late and covers nothing: what was read before is open again. */
export function reopen(segments: readonly Segment[], read: Omit<CoveredRead, "late">): readonly Segment[] {
  const foundMs = Math.ceil(read.atMs / hourMs) * hourMs;
  const parts: Segment[] = [];
  for (const segment of segments) {
    const fromMs = Math.max(segment.fromMs, read.fromMs);
    const toMs = Math.min(segment.toMs, read.toMs);
    if (fromMs >= toMs) {
      append(parts, segment);
      continue;
    }
    if (segment.fromMs < fromMs) append(parts, { ...segment, toMs: fromMs });
    const opened = newest(segment, { readMs: segment.readMs, foundMs, onceMs: segment.onceMs });
    append(parts, { fromMs, toMs, ...opened });
    if (segment.toMs > toMs) append(parts, { ...segment, fromMs: toMs });
  }
  return parts;
}

/** Whether an instant of the axis was read. */
export function isCovered(segments: readonly Segment[], atMs: number): boolean {
  // Only the first segment that ends at or after the next millisecond can hold this one.
  const segment = segments[firstEndingAtOrAfter(segments, atMs + 1)];
  return segment !== undefined && segment.fromMs <= atMs;
}

/** The parts of the segments that lie in a range, ascending. */
export function coveredIn(segments: readonly Segment[], range: Range): readonly Segment[] {
  const parts: Segment[] = [];
  for (let index = firstEndingAtOrAfter(segments, range.fromMs + 1); index < segments.length; index += 1) {
    const segment = segments[index];
    if (segment === undefined || segment.fromMs >= range.toMs) break;
    const fromMs = Math.max(segment.fromMs, range.fromMs);
    const toMs = Math.min(segment.toMs, range.toMs);
    if (fromMs < toMs) parts.push({ ...segment, fromMs, toMs });
  }
  return parts;
}

/** What of a range was never read, ascending. */
export function uncoveredIn(segments: readonly Segment[], range: Range): readonly Range[] {
  const holes: Range[] = [];
  let fromMs = range.fromMs;
  for (const part of coveredIn(segments, range)) {
    if (part.fromMs > fromMs) holes.push({ fromMs, toMs: part.fromMs });
    fromMs = part.toMs;
  }
  if (fromMs < range.toMs) holes.push({ fromMs, toMs: range.toMs });
  return holes;
}

function firstEndingAtOrAfter(segments: readonly Segment[], ms: number): number {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.toMs ?? Number.POSITIVE_INFINITY) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The touched segments with the read laid over them. */
function recover(touched: readonly Segment[], read: CoveredRead): readonly Segment[] {
  const readMs = Math.floor(read.atMs / hourMs) * hourMs;
  const foundMs = read.late > 0 ? Math.ceil(read.atMs / hourMs) * hourMs : null;
  const parts: Segment[] = [];
  let fromMs = read.fromMs;
  const fill = (toMs: number): void => {
    if (fromMs < toMs) append(parts, { fromMs, toMs, readMs, foundMs: null, onceMs: readMs });
  };
  for (const segment of touched) {
    const from = Math.max(segment.fromMs, read.fromMs);
    const to = Math.min(segment.toMs, read.toMs);
    if (segment.fromMs < read.fromMs) append(parts, { ...segment, toMs: Math.min(segment.toMs, read.fromMs) });
    fill(Math.min(segment.fromMs, read.toMs));
    if (from < to) append(parts, { fromMs: from, toMs: to, ...newest(segment, { readMs, foundMs, onceMs: readMs }) });
    fromMs = Math.max(fromMs, to);
    if (segment.toMs > read.toMs) {
      fill(read.toMs);
      append(parts, { ...segment, fromMs: Math.max(segment.fromMs, read.toMs) });
    }
  }
  if (!touched.some(({ toMs }) => toMs > read.toMs)) fill(read.toMs);
  return parts;
}

type Reading = Pick<Segment, "readMs" | "foundMs" | "onceMs">;

/** Joins two readings of one stretch. Their order makes no difference. */
function newest(a: Reading, b: Reading): Reading {
  const readMs = Math.max(a.readMs, b.readMs);
  const foundMs = a.foundMs === null ? b.foundMs : b.foundMs === null ? a.foundMs : Math.max(a.foundMs, b.foundMs);
  const onceMs = a.onceMs === null || b.onceMs === null ? null : Math.min(a.onceMs, b.onceMs);
  return {
    readMs,
    foundMs: foundMs !== null && readMs >= foundMs + reopenedMs ? null : foundMs,
    onceMs: onceMs !== null && readMs >= onceMs + agreeingMs ? null : onceMs,
  };
}

function append(parts: Segment[], next: Segment): void {
  const last = parts.at(-1);
  const isSame = last?.readMs === next.readMs && last.foundMs === next.foundMs && last.onceMs === next.onceMs;
  if (last !== undefined && last.toMs === next.fromMs && isSame) parts[parts.length - 1] = { ...last, toMs: next.toMs };
  else parts.push(next);
}
