import type { Stretch } from "../collector.ts";
import { neighbouringDay } from "../log-day.ts";

/**
 * A stretch of time as a person reads it, in UTC: `14:00–15:00`, with its day unless that is today; whole days without
 * their hours.
 *
 * @param today `YYYY-MM-DD`; left out, every day is named.
 */
export function stretchWords({ from, to }: Stretch, today?: string): string {
  const [firstDay, firstTime] = dayAndTime(from);
  const [endDay, endTime] = dayAndTime(to);
  const endsAtMidnight = endTime === "00:00";
  const lastDay = endsAtMidnight ? neighbouringDay(endDay, -1) : endDay;
  const named = firstDay === today ? "" : `${firstDay} `;
  if (firstTime === "00:00" && endsAtMidnight) return firstDay === lastDay ? firstDay : `${firstDay} – ${lastDay}`;
  if (firstDay === lastDay) return `${named}${firstTime}–${endsAtMidnight ? "24:00" : endTime}`;
  return `${firstDay} ${firstTime} – ${endDay} ${endTime}`;
}

function dayAndTime(iso: string): readonly [day: string, time: string] {
  return [iso.slice(0, 10), iso.slice(11, 16) || "00:00"];
}
