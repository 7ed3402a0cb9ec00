import { sum } from "../../base/sum.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Read in so many pages, a window is neither too big nor too small. */
const aimedPages = 15;
const mostPages = 30;
const fewPages = 5;
/** Pages may hold little (content blobs do): a window with fewer rows is only too big when its pages are many. */
const leastRowsOfBig = 3_000;
const mostSmallPages = 300;
/** Longer than this for a window means that the service struggles with it. */
const slowMs = 10 * minute;

/** How the last window of a source went. */
export interface WindowExperience {
  readonly rows: number;
  readonly pages: number;
  readonly elapsedMs: number;
  /** It could not be read to its end because it was too big or too slow. */
  readonly failed: boolean;
}

/** The length of a source's next windows: half of one that proved too big or too slow, double of a small one. */
export function nextWindowMs(windowMs: number, { rows, pages, elapsedMs, failed }: WindowExperience): number {
  if (failed) return clamp(Math.floor(windowMs / 2 / second) * second, second);
  const big = (pages > mostPages && rows >= leastRowsOfBig) || pages > mostSmallPages;
  const slow = elapsedMs > slowMs && pages > fewPages;
  if (big || slow) return clamp(windowMs / 2, Math.min(windowMs, minute));
  return pages < fewPages ? clamp(windowMs * 2, second) : windowMs;
}

/** A window of the past, as the ledger remembers it; times are milliseconds since 1970. */
export interface RememberedWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly fetched: number;
}

/** The length that a source's first windows of a run have: by the densest of those it remembers, else an hour. */
export function initialWindowMs(remembered: readonly RememberedWindow[], pageRows: number): number {
  if (remembered.length === 0) return hour;
  const rowsPerMs = Math.max(
    ...remembered.map(({ fromMs, toMs, fetched }) => fetched / Math.max(toMs - fromMs, minute)),
  );
  const wanted = rowsPerMs === 0 ? day : (aimedPages * pageRows) / rowsPerMs;
  return clamp(Math.floor(wanted / minute) * minute, minute);
}

/** How many rows a source is expected to have in a day; 0 while nothing is remembered. */
export function expectedRowsPerDay(remembered: readonly RememberedWindow[]): number {
  const lengthMs = sum(remembered, ({ fromMs, toMs }) => toMs - fromMs);
  const rows = sum(remembered, ({ fetched }) => fetched);
  return lengthMs === 0 ? 0 : Math.round((rows / lengthMs) * day);
}

function clamp(windowMs: number, leastMs: number): number {
  return Math.min(Math.max(windowMs, leastMs), day);
}
