import { createHash } from "node:crypto";
import { hourMs } from "../../base/time-units.ts";
import type { WindowRead } from "./ledger-entry.ts";

/** Reads that follow each other sooner count as one, because the same fault may have met them all. */
const apartMs = hourMs;

/** When so many reads, the last so long after the first, all lack a row, Microsoft no longer offers it. */
const lackingReads = 3;
const lackingForMs = 6 * hourMs;

/** A read names at most so many lacked rows, which stand for the others. */
export const namedLackedRows = 1_000;

/** So many of a source are remembered, the newest. */
const rememberedRows = 10_000;

/** A row that the lake holds and that the newest read of its time did not show. Times are milliseconds since 1970. */
export interface LackedRow {
  /** `keyHash` of its key. */
  readonly key: string;
  readonly eventMs: number;
  /** The first and the last read that lacked it. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** How many reads lacked it that were apart in time. */
  readonly reads: number;
}

/** What stands for a key where keys are compared between reads: 16 hex digits of its SHA-256. */
export function keyHash(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}

/** Whether reads at several times all lacked a row: Microsoft no longer offers it, and no read is doubted for it. */
export function isNoLongerOffered({ firstMs, lastMs, reads }: LackedRow): boolean {
  return reads >= lackingReads && lastMs - firstMs >= lackingForMs;
}

/** The lacked rows of a source (by event time) after one more read: those that it showed are lacked no more. */
export function lackedAfter(
  rows: readonly LackedRow[],
  { from, to, at, lacked = [] }: Pick<WindowRead, "from" | "to" | "at" | "lacked">,
): readonly LackedRow[] {
  if (rows.length === 0 && lacked.length === 0) return rows;
  const [fromMs, toMs, atMs] = [Date.parse(from), Date.parse(to), Date.parse(at)];
  const missed = new Map(lacked.map((row) => [row.key, Date.parse(row.at)]));
  // A read that names as many as it may says nothing about the others.
  const namesAll = lacked.length < namedLackedRows;
  const kept = rows.flatMap((row) => {
    if (row.eventMs < fromMs || row.eventMs >= toMs || missed.has(row.key)) return row;
    return namesAll && atMs >= row.lastMs ? [] : row;
  });
  const known = new Set(kept.map(({ key }) => key));
  const added = [...missed]
    .filter(([key]) => !known.has(key))
    .map(([key, eventMs]): LackedRow => ({ key, eventMs, firstMs: atMs, lastMs: atMs, reads: 1 }));
  return [...kept.map((row) => (missed.has(row.key) ? lackedAgain(row, atMs) : row)), ...added]
    .sort((a, b) => a.eventMs - b.eventMs || (a.key < b.key ? -1 : 1))
    .slice(-rememberedRows);
}

/**
 * Which of the rows that a read lacked it names: those that may still be offered before those that are not, so that
 * no row that is newly missing hides behind very many that are gone.
 */
export function rowsToName<Row extends { readonly key: string }>(
  missing: readonly Row[],
  rows: readonly LackedRow[],
): readonly Row[] {
  const gone = new Set(rows.filter(isNoLongerOffered).map(({ key }) => key));
  const inOrder = missing.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const offered = inOrder.filter(({ key }) => !gone.has(key));
  return [...offered, ...inOrder.filter(({ key }) => gone.has(key))].slice(0, namedLackedRows);
}

/** Whether all that a read lacks is no longer offered, so that it is as good as any. */
export function isExcused(
  rows: readonly LackedRow[],
  read: Pick<WindowRead, "from" | "to" | "at" | "lacked">,
): boolean {
  const named = new Set(read.lacked?.map(({ key }) => key));
  // Rows that may still be offered are named first: a full list of others hides none of them, any other full list may.
  if (named.size >= namedLackedRows) {
    const gone = new Set(rows.filter(isNoLongerOffered).map(({ key }) => key));
    return [...named].every((key) => gone.has(key));
  }
  return lackedAfter(rows, read).every((row) => !named.has(row.key) || isNoLongerOffered(row));
}

function lackedAgain(row: LackedRow, atMs: number): LackedRow {
  if (atMs < row.lastMs + apartMs) return { ...row, firstMs: Math.min(row.firstMs, atMs) };
  return { ...row, lastMs: atMs, reads: row.reads + 1 };
}
