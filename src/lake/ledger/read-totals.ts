import type { WindowRead } from "./ledger-entry.ts";

/** What the reads of one UTC day (of reading, not of events) brought from one source. */
export interface DayTotals {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly windows: number;
  readonly fetched: number;
  readonly added: number;
  readonly updated: number;
  readonly late: number;
  readonly requests: number;
  readonly throttledMs: number;
  readonly elapsedMs: number;
}

/** Enough for "the last 7 days", today included. */
const rememberedDays = 8;

const counts = ["fetched", "added", "updated", "late", "requests", "throttledMs", "elapsedMs"] as const;

/** Totals (ascending by day, the newest few days) with one more window. */
export function addRead(totals: readonly DayTotals[], read: WindowRead): readonly DayTotals[] {
  const day = read.at.slice(0, 10);
  const index = totals.findIndex((known) => known.day >= day);
  const known = totals[index];
  if (known?.day === day) return totals.with(index, add(known, read));
  const before = index === -1 ? totals : totals.slice(0, index);
  const after = index === -1 ? [] : totals.slice(index);
  return [...before, add(emptyDay(day), read), ...after].slice(-rememberedDays);
}

/** The sum of the days from `fromDay` on. */
export function sumTotals(totals: readonly DayTotals[], fromDay: string): DayTotals {
  return totals.filter(({ day }) => day >= fromDay).reduce((sum, day) => add(sum, day, day.windows), emptyDay(fromDay));
}

type Counts = { readonly [Name in (typeof counts)[number]]: number };

function add(day: DayTotals, read: Counts, windows = 1): DayTotals {
  const sums = Object.fromEntries(counts.map((name) => [name, day[name] + read[name]])) as Record<keyof Counts, number>;
  return { day: day.day, windows: day.windows + windows, ...sums };
}

function emptyDay(day: string): DayTotals {
  return { day, windows: 0, fetched: 0, added: 0, updated: 0, late: 0, requests: 0, throttledMs: 0, elapsedMs: 0 };
}
