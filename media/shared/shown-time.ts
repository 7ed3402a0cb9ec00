import { minuteMs } from "../../src/base/time-units.ts";

/** A time as ISO 8601 UTC becomes `2026-11-22 03:14:07`, with its fraction only when it is not zero. */
export function shownTime(iso: string): string {
  const parts = isoTime.exec(iso);
  if (!parts) return iso;
  const [, date, time, fraction] = parts;
  const digits = fraction?.replace(/0+$/, "") ?? "";
  return digits === "" ? `${date} ${time}` : `${date} ${time}.${digits.padEnd(3, "0")}`;
}

const isoTime = /^(\d{4,}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(?:Z| UTC)?$/;

/** The reader's zone, by name and by how far it is from UTC now: `Asia/Kathmandu (UTC+05:45)`. */
export function localZoneWords(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const distance = `UTC${distanceWords(-new Date().getTimezoneOffset())}`;
  return timeZone === undefined || timeZone === "UTC" ? distance : `${timeZone} (${distance})`;
}

/** `+05:45` */
function distanceWords(minutes: number): string {
  const two = (number: number): string => String(Math.floor(number)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/**
 * A time as ISO 8601 UTC on the reader's clock, with how far that is from UTC at that moment, because summer time makes
 * two moments look alike: `2026-11-22 08:59:07+05:45`. Text that is no moment stays what it is.
 */
export function shownLocalTime(iso: string): string {
  const parts = isoTime.exec(iso);
  if (!parts) return iso;
  const moment = new Date(`${parts[1]}T${parts[2]}Z`);
  if (Number.isNaN(moment.getTime())) return iso;
  const minutes = -moment.getTimezoneOffset();
  const there = new Date(moment.getTime() + minutes * minuteMs).toISOString();
  const fraction = parts[3] === undefined ? "" : `.${parts[3]}`;
  return `${shownTime(`${there.slice(0, 19)}${fraction}Z`)}${distanceWords(minutes)}`;
}

/** The same moment on the reader's clock with its zone, or undefined when the text is not a moment. */
export function localTime(iso: string, zone?: string): string | undefined {
  const parts = isoTime.exec(iso);
  if (!parts) return undefined;
  const moment = new Date(`${parts[1]}T${parts[2]}Z`);
  if (Number.isNaN(moment.getTime())) return undefined;
  return moment.toLocaleString(undefined, {
    dateStyle: "full",
    timeStyle: "long",
    ...(zone !== undefined && { timeZone: zone }),
  });
}

/**
 * A moment that a person typed (`2026-11-22`, `2026-11-22 03:14`, `2026-11-22T03:14:07.5Z`), UTC, as ISO 8601;
 * undefined when it is none.
 */
export function typedTime(text: string): string | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:\.\d{1,3})?))?)?Z?$/.exec(text.trim());
  if (!parts) return undefined;
  const moment = new Date(`${parts[1]}T${parts[2] ?? "00:00"}:${parts[3] ?? "00"}Z`);
  // JavaScript turns 31 November into 1 December instead of refusing it.
  if (Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(parts[1] ?? "")) return undefined;
  return moment.toISOString();
}

/** The clock by which times are shown. */
export type Clock = "utc" | "local";

/** A time as ISO 8601 UTC by a clock. */
export function timeOn(clock: Clock, iso: string): string {
  return clock === "utc" ? shownTime(iso) : shownLocalTime(iso);
}
