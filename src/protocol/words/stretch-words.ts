import { minuteMs } from "../../base/time-units.ts";
import type { Stretch } from "../collector.ts";
import { neighbouringDay } from "../log-day.ts";

/**
 * A stretch of time as a person reads it, in UTC: `14:00–15:00`, with its day unless that is today; whole days without
 * their hours, and seconds where it is shorter than a minute.
 *
 * @param today `YYYY-MM-DD`; left out, every day is named.
 */
export function stretchWords({ from, to }: Stretch, today?: string): string {
  const isShort = Date.parse(to) - Date.parse(from) < minuteMs;
  const midnight = isShort ? "00:00:00" : "00:00";
  const [firstDay, firstTime] = dayAndTime(from, midnight);
  const [endDay, endTime] = dayAndTime(to, midnight);
  const endsAtMidnight = endTime === midnight;
  const lastDay = endsAtMidnight ? neighbouringDay(endDay, -1) : endDay;
  const named = firstDay === today ? "" : `${firstDay} `;
  if (firstTime === midnight && endsAtMidnight) return firstDay === lastDay ? firstDay : `${firstDay} – ${lastDay}`;
  if (firstDay === lastDay) return `${named}${firstTime}–${endsAtMidnight ? midnight.replace("00", "24") : endTime}`;
  return `${firstDay} ${firstTime} – ${endDay} ${endTime}`;
}

/** The time is as exact as `midnight` is. */
function dayAndTime(iso: string, midnight: string): readonly [day: string, time: string] {
  return [iso.slice(0, 10), iso.slice(11, 11 + midnight.length) || midnight];
}
