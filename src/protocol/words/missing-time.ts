import { sum } from "../../base/sum.ts";
import { t } from "../../base/translated.ts";
import type { Stretch } from "../collector.ts";
import { joinStretches } from "../join-stretches.ts";

/** Milliseconds as a person feels them: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function lateness(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, restMinutes] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 24) return restMinutes === 0 ? `${hours} h` : `${hours} h ${restMinutes} min`;
  const [days, restHours] = [Math.floor(hours / 24), hours % 24];
  return restHours === 0 ? `${days} d` : `${days} d ${restHours} h`;
}

/** How much time some stretches come to; what several of them hold counts once. */
export function stretchesLength(stretches: readonly Stretch[]): string {
  return lateness(sum(joinStretches(stretches), ({ from, to }) => Date.parse(to) - Date.parse(from)));
}

/** How much time was not read and can still be: the one number for it, in the views and on the page. */
export function missingTime(stretches: readonly Stretch[]): string {
  return t("{0} missing", stretchesLength(stretches));
}
