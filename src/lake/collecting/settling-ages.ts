import { dayMs, hourMs, minuteMs } from "../../base/time-units.ts";

/** A re-read of what was read before: when it is due, and in what stretches. */
export interface SettlingAge {
  /** Milliseconds after the end of a stretch; whole hours. */
  readonly ageMs: number;
  /** Length of the stretches, which begin at multiples of it since 1970. */
  readonly blockMs: number;
}

/** A day is complete when its last settling age has passed and it was read since (design: The planner). */
export const lastSettlingAgeMs = 7 * dayMs;

/** Records may describe an event this long after it; an axis that is not event time is read so far beyond a day. */
export const trailingAxisMs = 7 * dayMs;

/** So close to the retention floor nothing is asked for any more: by the time it is sent, it would be refused. */
export const floorMarginMs = 10 * minuteMs;

/**
 * The ages at which a source is read again: 2 h, 24 h, 72 h, 7 d and a day before the retention floor, those that the
 * retention (counted in whole days) leaves room for.
 */
export function settlingAges(retentionMs: number): readonly SettlingAge[] {
  const floorAge = Math.floor(retentionMs / dayMs) * dayMs - dayMs;
  const first: SettlingAge = { ageMs: 2 * hourMs, blockMs: 4 * hourMs };
  const later = [dayMs, 3 * dayMs, lastSettlingAgeMs].map((ageMs): SettlingAge => ({ ageMs, blockMs: dayMs }));
  const inside = [first, ...later.filter(({ ageMs, blockMs }) => ageMs + blockMs <= floorAge)];
  // A stretch is due when its end has the age, and its beginning must still be offered then.
  const last: SettlingAge = { ageMs: floorAge - dayMs, blockMs: dayMs };
  return last.ageMs > (inside.at(-1)?.ageMs ?? 0) ? [...inside, last] : inside;
}

/** The age whose read makes a day complete: 7 d, or the last before it where the retention is shorter. */
export function completeAge(ages: readonly SettlingAge[]): SettlingAge | undefined {
  return ages.findLast(({ ageMs }) => ageMs <= lastSettlingAgeMs);
}
