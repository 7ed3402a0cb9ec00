import { type Filling, filled } from "../../base/translated.ts";

/** A number with thousands separators, `1,204`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/**
 * A sentence about a number of things.
 *
 * @param one what is said of one thing, with the number at `{0}` and the values at `{1}` and so on; `many` of any other number.
 */
export function counted(count: number, one: string, many: string, ...values: readonly Filling[]): string {
  return filled(count === 1 ? one : many, [grouped(count), ...values]);
}
