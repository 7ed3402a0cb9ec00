import type { Random } from "./random.ts";

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Days since 1970-01-01 (UTC) of an instant in milliseconds. */
export function dayNumber(time: number): number {
  return Math.floor(time / day);
}

/** Weeks since 1970, each from Monday; 1970-01-01 was a Thursday. */
export function weekNumber(date: number): number {
  return Math.floor((dayNumber(date) + 3) / 7);
}

/** 0 is Monday, 6 is Sunday. */
export function weekday(date: number): number {
  return (((dayNumber(date) + 3) % 7) + 7) % 7;
}

export function isWeekend(date: number): boolean {
  return weekday(date) > 4;
}

/** Whole seconds with `Z`, as Graph writes sign-ins. */
export function graphSeconds(time: number): string {
  return new Date(time).toISOString().slice(0, 19) + "Z";
}

/** Seven fractional digits with `Z`, as Graph writes directory audits and risk. */
export function graphTicks(time: number, random: Random): string {
  return new Date(time).toISOString().slice(0, 23) + random.digits(4) + "Z";
}

/** No zone designator at all: the Management Activity API's `CreationTime`. */
export function activitySeconds(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}
