import { hourMs } from "../../base/time-units.ts";
import { completeAge, type SettlingAge, settlingAges } from "../../lake/collecting/settling-ages.ts";

/** Re-reads may plan with so much of the allowance; the rest is for gaps, for repeats and for other users of the app. */
const plannedShare = 0.85;

/** What one source's days cost, to be read and read again. */
export interface ReadingCost {
  readonly rowsPerDay: number;
  /** Rows of a full page. */
  readonly pageRows: number;
  /** Requests that this source may send in a day. */
  readonly allowancePerDay: number;
  readonly retentionMs: number;
}

/**
 * The settling ages, without those that the allowance of requests has no room for. The age that makes a day complete
 * always stays; 2 h goes first (24 h finds the same), then 72 h, then the one before the retention floor, then 24 h.
 */
export function agesFor(cost: ReadingCost): readonly SettlingAge[] {
  let ages = settlingAges(cost.retentionMs);
  const kept = completeAge(ages);
  const floorAge = ages.at(-1)?.ageMs ?? 0;
  for (const ageMs of [2 * hourMs, 72 * hourMs, floorAge, 24 * hourMs]) {
    if (requestsPerDay(cost, ages.length + 1) <= plannedShare * cost.allowancePerDay) break;
    ages = ages.filter((age) => age === kept || age.ageMs !== ageMs);
  }
  return ages;
}

/** What it costs in the long run to keep up with a source, day by day. */
export interface SettlingCost {
  readonly rowsPerDay: number;
  /** Of the re-reads that are left, in hours. */
  readonly agesHours: readonly number[];
  /** How often each day is read, the first time included. */
  readonly reads: number;
  readonly requests: number;
  /** The requests if no re-read were left out. */
  readonly requestsUnthinned: number;
  readonly allowancePerDay: number;
}

/** Reads and requests a day with full pages, with and without thinning. */
export function settlingCost(cost: ReadingCost): SettlingCost {
  const ages = agesFor(cost);
  return {
    rowsPerDay: cost.rowsPerDay,
    agesHours: ages.map(({ ageMs }) => ageMs / hourMs),
    reads: ages.length + 1,
    requests: requestsPerDay(cost, ages.length + 1),
    requestsUnthinned: requestsPerDay(cost, settlingAges(cost.retentionMs).length + 1),
    allowancePerDay: cost.allowancePerDay,
  };
}

/** Requests for a day's rows when they are read `reads` times, with full pages. */
export function requestsPerDay(cost: Pick<ReadingCost, "rowsPerDay" | "pageRows">, reads: number): number {
  return Math.ceil(cost.rowsPerDay / cost.pageRows) * reads;
}
