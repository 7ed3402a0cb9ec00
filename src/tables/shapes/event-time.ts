import { minuteMs } from "../../base/time-units.ts";

/** An instant, and whether it was written with a fraction of a second. */
export interface EventTime {
  readonly ms: number;
  readonly hasFraction: boolean;
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/**
 * Reads a time as Microsoft's sources write it: ISO 8601 with up to 9 digits of fraction, `Z`, an offset, or nothing
 * (then UTC). Milliseconds since 1970, truncated, never rounded; undefined when it is anything else.
 */
export function parseEventTime(text: string): EventTime | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const wholeSecond = secondOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (wholeSecond === undefined) return undefined;
  const ms = Number((fraction ?? "").padEnd(3, "0").slice(0, 3));
  return { ms: wholeSecond + ms - offsetMs(zone), hasFraction: fraction !== undefined };
}

/** Milliseconds since 1970 of a second that the calendar has: no 30 February, which `Date` rolls over, and no 24:00:00. */
function secondOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  // Every month has the days up to the 28th. Date.UTC takes years below 100 for those after 1900.
  if (day > 28 || year < 100) {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    return date.getUTCDate() === day ? date.setUTCHours(hour, minute, second) : undefined;
  }
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith("-") ? -minutes : minutes) * minuteMs;
}
