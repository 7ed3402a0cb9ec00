import { type Filling, filled } from "../../base/translated.ts";

const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** A number with thousands separators, `1,204,331`. Without `Intl`, whose first use would be half of the extension's start. */
export function formatCount(count: number): string {
  const [whole = "", fraction] = String(count).split(".");
  const separated = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/**
 * A sentence about a number of things: `1 row`, `2 rows`.
 *
 * @param one what is said of one thing, with the number at `{0}` and the values at `{1}` and so on; `many` of any other number.
 */
export function countOf(count: number, one: string, many: string, ...values: readonly Filling[]): string {
  return filled(count === 1 ? one : many, [formatCount(count), ...values]);
}

/** A size in decimal units with at most one decimal, `1.3 MB`. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let size = bytes;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${formatCount(Math.round(size * 10) / 10)} ${units[unit]}`;
}

/** A duration in seconds, `0.21 s`, or in minutes from one minute on, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  return `${formatCount(Math.floor(seconds / 60))} min ${Math.round(seconds % 60)} s`;
}
