import { t } from "../../base/translated.ts";

// Written out, because `Intl` would load its data when the extension starts. Log days are UTC days.
const months = [
  ...[t("January"), t("February"), t("March"), t("April"), t("May"), t("June")],
  ...[t("July"), t("August"), t("September"), t("October"), t("November"), t("December")],
];
const shortWeekdays = [t("Sun"), t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat")];
const weekdays = [t("Sunday"), t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday")];

/** The month of a `YYYY-MM-DD` day, `November 2026`. */
export function monthOf(day: string): string {
  const date = dateOf(day);
  return `${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A `YYYY-MM-DD` day within its month, `Sun 22`. */
export function shortDay(day: string): string {
  const date = dateOf(day);
  return `${shortWeekdays[date.getUTCDay()]} ${date.getUTCDate()}`;
}

/** A `YYYY-MM-DD` day in full, `Sunday, November 22, 2026`. */
export function fullDay(day: string): string {
  const date = dateOf(day);
  return `${weekdays[date.getUTCDay()]}, ${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}

function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
