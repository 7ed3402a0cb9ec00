import { type Filling, filled } from "../../src/base/translated.ts";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });
const twoDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });

/** `1204` becomes `1,204`. */
export function count(value: number): string {
  return grouped.format(value);
}

/**
 * A sentence about a number of things: `1 row`, `1,204 rows`.
 *
 * @param one what is said of one thing, with the number at `{0}` and the values at `{1}` and so on; `many` of any other number.
 */
export function counted(value: number, one: string, many: string, ...values: readonly Filling[]): string {
  return filled(value === 1 ? one : many, [count(value), ...values]);
}

/** Milliseconds as `0.21 s`, `12.3 s` or `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Bytes in decimal units: `14 MB`, `0.9 MB`. */
export function bytes(value: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  const text = power === 0 || scaled >= 10 ? String(Math.round(scaled)) : twoDigits.format(scaled);
  return `${text} ${units[power]}`;
}

/** A part of a whole as `12%`; a part too small to show is `<1%`. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0%";
  const share = (part / whole) * 100;
  if (share < 1) return "<1%";
  return part < whole && share > 99 ? ">99%" : `${Math.round(share)}%`;
}
