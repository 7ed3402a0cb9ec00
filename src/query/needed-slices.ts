import type { TableRead } from "../dialect/days/day-bounds.ts";
import { daysOfRead, isAsked, resolve, tenantsOfRead } from "./asked-days.ts";

/** What tells whether a slice can hold a row of an answer. */
export interface PrunedBy {
  readonly day: string;
  readonly tenants: readonly string[];
  /** The least and the greatest event time of its rows, milliseconds since 1970; null when it holds none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/**
 * The slices of a table that can hold a row that some of the readings let through, in their order. What is left out
 * holds none: its day, its tenants or all its event times are not asked for.
 *
 * @param reads the readings of this table, by its own name or through views.
 * @param values the values of the parameters; one that is no text bounds nothing.
 */
export function neededSlices<Slice extends PrunedBy>(
  slices: readonly Slice[],
  reads: readonly TableRead[],
  values: Readonly<Record<string, unknown>>,
): readonly Slice[] {
  const needs = reads.map((read) => needOf(read, values));
  return slices.filter((slice) => needs.some((isNeeded) => isNeeded(slice)));
}

function needOf(read: TableRead, values: Readonly<Record<string, unknown>>): (slice: PrunedBy) => boolean {
  const ranges = daysOfRead(read, values);
  const tenants = tenantsOfRead(read, values);
  const times = (bounds: TableRead["since"]): readonly number[] =>
    bounds.flatMap((bound) => momentMs(resolve(bound, values)) ?? []);
  const [since, until] = [times(read.since), times(read.until)];
  return ({ day, tenants: held, firstMs, lastMs }) =>
    firstMs !== null &&
    lastMs !== null &&
    isAsked({ ranges }, day) &&
    (tenants === undefined || tenants.some((tenant) => held.includes(tenant))) &&
    since.every((ms) => lastMs >= ms) &&
    until.every((ms) => firstMs <= ms);
}

const momentText = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?: +(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?\s*$/;

/** A time as it is written without a zone, in whole milliseconds, down; undefined for any other text, which bounds nothing. */
function momentMs(text: string | undefined): number | undefined {
  const found = momentText.exec(text ?? "");
  if (found === null) return undefined;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = ""] = found;
  const whole = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return whole + Number(fraction.padEnd(3, "0").slice(0, 3));
}
