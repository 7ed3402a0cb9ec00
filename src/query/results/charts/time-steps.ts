import { dayMs, hourMs, minuteMs } from "../../../base/time-units.ts";
import { chartLimits, type TimeStep } from "../../../protocol/chart/chart-data.ts";

/** What is known of the moments that are drawn. */
export interface Moments {
  /** Milliseconds since the epoch. */
  readonly min: number;
  readonly max: number;
  /** The longest of these at whose beginnings all moments lie. */
  readonly precision: "day" | "hour" | "minute" | "second";
}

const lengths = {
  second: 1000,
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
  quarter: 90 * dayMs,
  year: 365 * dayMs,
} as const;

const steps: readonly TimeStep[] = [
  ...[1, 5, 15, 30].map((count) => ({ count, unit: "second" }) as const),
  ...[1, 5, 15, 30].map((count) => ({ count, unit: "minute" }) as const),
  ...[1, 3, 6, 12].map((count) => ({ count, unit: "hour" }) as const),
  { count: 1, unit: "day" },
  { count: 1, unit: "week" },
  { count: 1, unit: "month" },
  { count: 1, unit: "quarter" },
  ...[1, 10, 100].map((count) => ({ count, unit: "year" }) as const),
];

/** The shortest step by which an axis holds all moments, and no shorter than the moments are told. */
export function chooseStep({ min, max, precision }: Moments): TimeStep {
  const shortest = lengths[precision];
  const fitting = steps.find((step) => {
    const length = stepMs(step);
    // The first and the last place may each hold less than a whole step.
    return length >= shortest && (max - min) / length <= chartLimits.steps - 2;
  });
  return fitting ?? { count: 100, unit: "year" };
}

/** About how long a step is, in milliseconds. */
function stepMs({ count, unit }: TimeStep): number {
  return count * lengths[unit];
}

/** Steps that begin with the calendar's days, and so with those of a zone. */
export function isCalendar({ unit }: TimeStep): boolean {
  return unit !== "second" && unit !== "minute" && unit !== "hour";
}

/** The beginning of the step that a TIMESTAMP falls in. Weeks begin on Monday. */
export function stepStart({ count, unit }: TimeStep, moment: string): string {
  if (unit === "year" && count > 1) return `date_trunc('${count === 10 ? "decade" : "century"}', ${moment})`;
  if (count === 1) return `date_trunc('${unit}', ${moment})`;
  return `time_bucket(INTERVAL ${count} ${unit}, ${moment})`;
}

export function stepInterval({ count, unit }: TimeStep): string {
  return unit === "quarter" ? `INTERVAL ${3 * count} month` : `INTERVAL ${count} ${unit}`;
}
