import { neighbouringDay } from "../../../src/protocol/log-day.ts";

/** More days than these are too narrow to be seen and pressed. */
const mostDays = 400;

/** The days of a range that are drawn one by one, `YYYY-MM-DD`: all of them, or of a long range the newest. */
export function drawnDays(from: string, to: string): readonly string[] {
  const days: string[] = [];
  let day = to;
  // The first day of the calendar has no other before it.
  while (day !== "" && day >= from && days.length < mostDays && day !== days.at(-1)) {
    days.push(day);
    day = neighbouringDay(day, -1);
  }
  return days.reverse();
}
