import { neighbouringDay } from "../../protocol/log-day.ts";
import { type PartCount, partCounts } from "./day-part.ts";

/** A slice of about this many rows is merged in a few hundred megabytes and still skips well. */
const rowsPerSlice = 100_000;

/** How far a day looks for neighbours whose size is known. */
const neighbourDays = 7;

/**
 * How many parts a new day gets: from the largest known day within a week, else from the incoming rows
 * (design: Slices).
 */
export function choosePartCount(
  day: string,
  incomingRows: number,
  known: ReadonlyMap<string, { readonly rows: number; readonly parts: PartCount }>,
): PartCount {
  let largest: { readonly rows: number; readonly parts: PartCount } | undefined;
  for (let steps = -neighbourDays; steps <= neighbourDays; steps += 1) {
    const neighbour = known.get(neighbouringDay(day, steps));
    if (neighbour !== undefined && (largest === undefined || neighbour.rows > largest.rows)) largest = neighbour;
  }
  const rows = Math.max(largest?.rows ?? 0, incomingRows);
  return partCounts.find((parts) => rows / parts <= rowsPerSlice) ?? 24;
}
