import { day, hour, weekday } from "../instants.ts";

/** An office's clock. `eu` changes on the last Sundays of March and October, `us` on the second of March and the first of November. */
export interface TimeZone {
  /** Hours ahead of UTC in winter. */
  readonly standardOffset: number;
  readonly summerTime: "eu" | "us" | "none";
}

/** Milliseconds that local clocks are ahead of UTC at an instant. */
export function utcOffset(zone: TimeZone, time: number): number {
  return (zone.standardOffset + (isSummerTime(zone, time) ? 1 : 0)) * hour;
}

/** The instant at which local clocks show `date` (a UTC midnight standing for the local one) plus `sinceMidnight` ms. */
export function instantOf(zone: TimeZone, date: number, sinceMidnight: number): number {
  const standard = date + sinceMidnight - zone.standardOffset * hour;
  return date + sinceMidnight - utcOffset(zone, standard);
}

function isSummerTime(zone: TimeZone, time: number): boolean {
  if (zone.summerTime === "none") return false;
  const year = new Date(time).getUTCFullYear();
  if (zone.summerTime === "eu") {
    const start = lastSunday(year, 2) + hour;
    const end = lastSunday(year, 9) + hour;
    return time >= start && time < end;
  }
  const start = firstSunday(year, 2) + 7 * day + (2 - zone.standardOffset) * hour;
  const end = firstSunday(year, 10) + (1 - zone.standardOffset) * hour;
  return time >= start && time < end;
}

function firstSunday(year: number, month: number): number {
  const first = Date.UTC(year, month, 1);
  return first + (6 - weekday(first)) * day;
}

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0);
  return last - ((weekday(last) + 1) % 7) * day;
}
