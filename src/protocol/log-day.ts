import { dayMs } from "../base/time-units.ts";

/** Days of other years have a sign and do not sort as text. */
const firstDayMs = Date.parse("0000-01-01T00:00:00Z");
const lastDayMs = Date.parse("9999-12-31T00:00:00Z");
const writtenDay = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a log day: `YYYY-MM-DD`, nothing around it, and in the calendar. */
export function isDay(text: string): boolean {
  return dayProblem(text) === undefined;
}

/** What is wrong with a text that should be a day, for a person who is typing it; `undefined` when it is one. */
export function dayProblem(text: string): string | undefined {
  if (text.trim() === "") return "A day is needed, as YYYY-MM-DD, for example 2026-11-22";
  if (text !== text.trim()) return "There is a blank before or after the day";
  if (!writtenDay.test(text)) return "A day is written YYYY-MM-DD, for example 2026-11-22";
  const date = new Date(`${text}T00:00:00Z`);
  // JavaScript turns 31 November into 1 December instead of refusing it.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text)) return `${text} is not in the calendar`;
  return undefined;
}

/** The UTC day of an instant in milliseconds since 1970, `YYYY-MM-DD`. */
export function dayOfInstant(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The day that lies `steps` days after a day, or before it when negative; the first or last one there is beyond them. */
export function neighbouringDay(day: string, steps: number): string {
  const ms = Date.parse(`${day}T00:00:00Z`) + steps * dayMs;
  return dayOfInstant(Math.min(Math.max(ms, firstDayMs), lastDayMs));
}
