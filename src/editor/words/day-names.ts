// Written out, because `Intl` would load its data when the extension starts. Log days are UTC days.
const months = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The month of a `YYYY-MM-DD` day, `November 2026`. */
export function monthOf(day: string): string {
  const date = dateOf(day);
  return `${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A `YYYY-MM-DD` day within its month, `Sun 22`. */
export function shortDay(day: string): string {
  const date = dateOf(day);
  return `${weekdays[date.getUTCDay()]?.slice(0, 3)} ${date.getUTCDate()}`;
}

/** A `YYYY-MM-DD` day in full, `Sunday, November 22, 2026`. */
export function fullDay(day: string): string {
  const date = dateOf(day);
  return `${weekdays[date.getUTCDay()]}, ${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}

function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
