import type { Bound, DayBound, NamedDay, TableRead } from "../dialect/days/day-bounds.ts";
import { isDay, neighbouringDay } from "../protocol/log-day.ts";

/** First and last log day, `YYYY-MM-DD`, both included; an open end is undefined. */
export interface DayRange {
  readonly from?: string;
  readonly to?: string;
}

/** What a statement asks for of a table. */
export interface AskedDays {
  /** The days, as ranges in order that neither overlap nor touch; none when the filters contradict each other. */
  readonly ranges: readonly DayRange[];
  /** The tenants that the filters allow; undefined when they allow all. */
  readonly tenants: readonly string[] | undefined;
}

/**
 * What a statement asks for of a table, over all its readings of it.
 *
 * @param values The values of the parameters; a value that is no text sets no bound.
 */
export function askedDays(
  reads: readonly TableRead[],
  table: string,
  values: Readonly<Record<string, unknown>>,
): AskedDays {
  const ours = reads.filter((read) => read.table === table.toLowerCase());
  const tenants = ours.map((read) => tenantsOfRead(read, values));
  return {
    ranges: unite(ours.flatMap((read) => daysOfRead(read, values))),
    tenants: tenants.includes(undefined) ? undefined : [...new Set(tenants.flatMap((each) => each ?? []))],
  };
}

/** The days of comparisons whose values are known. */
export function daysNamed(named: readonly NamedDay[], values: Readonly<Record<string, unknown>>): readonly string[] {
  return named.flatMap((each) => (resolveList(each, values) ?? []).map((day) => beside(day, each.step)));
}

/** The days that several readings ask for together. */
export function uniteAsked(asked: readonly AskedDays[]): AskedDays {
  return {
    ranges: unite(asked.flatMap(({ ranges }) => ranges)),
    tenants: asked.some(({ tenants }) => tenants === undefined)
      ? undefined
      : [...new Set(asked.flatMap(({ tenants }) => tenants ?? []))],
  };
}

/** Whether a day is asked for. */
export function isAsked({ ranges }: Pick<AskedDays, "ranges">, day: string): boolean {
  return ranges.some(({ from, to }) => (from === undefined || day >= from) && (to === undefined || day <= to));
}

/** The days that one reading asks for; none when its filters contradict each other. */
export function daysOfRead(read: TableRead, values: Readonly<Record<string, unknown>>): readonly DayRange[] {
  const from = bounds(read.from, values, 1).toSorted().at(-1);
  const to = bounds(read.to, values, -1).toSorted()[0];
  const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const lists = read.days.flatMap((list) => known(list, values) ?? []).map((list) => new Set(list));
  const [first, ...others] = lists;
  if (first === undefined) return from !== undefined && to !== undefined && from > to ? [] : [range];
  return [...first]
    .filter((day) => isAsked({ ranges: [range] }, day) && others.every((list) => list.has(day)))
    .map((day) => ({ from: day, to: day }));
}

/** The tenants that one reading allows; undefined when it allows all. */
export function tenantsOfRead(
  read: TableRead,
  values: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  const lists = read.tenants.flatMap((list) => known(list, values) ?? []);
  const [first, ...others] = lists;
  return first?.filter((tenant) => others.every((list) => list.includes(tenant)));
}

/** The days of bounds whose values are known; a strict bound is the day beside it. */
function bounds(
  all: readonly DayBound[],
  values: Readonly<Record<string, unknown>>,
  inward: 1 | -1,
): readonly string[] {
  return all.flatMap((bound) => {
    const value = resolve(bound, values);
    if (value === undefined) return [];
    return [bound.strict ? beside(value, inward) : value];
  });
}

/** The values of a list, in an array of their own; undefined when one of them is not known. */
function known(
  list: readonly Bound[],
  values: Readonly<Record<string, unknown>>,
): readonly [readonly string[]] | undefined {
  const lists = list.flatMap((bound) => {
    const texts = resolveList(bound, values);
    return texts === undefined ? [] : [texts];
  });
  return lists.length === list.length ? [lists.flat()] : undefined;
}

/** The text of a literal or of a parameter; undefined for a value that is no text. */
export function resolve(bound: Bound, values: Readonly<Record<string, unknown>>): string | undefined {
  if ("text" in bound) return bound.text;
  const value = Object.hasOwn(values, bound.parameter) ? values[bound.parameter] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** The texts of a literal, or of a parameter that may be a list. */
function resolveList(bound: Bound, values: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const single = resolve(bound, values);
  if (single !== undefined) return [single];
  const value = "parameter" in bound && Object.hasOwn(values, bound.parameter) ? values[bound.parameter] : undefined;
  const texts = Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : undefined;
  return Array.isArray(value) && texts?.length === value.length ? texts : undefined;
}

/**
 * The day itself (0), the next (1) or the one before (-1). The text itself where there is no such day: for a text that
 * is no day, and at the calendar's ends.
 */
function beside(day: string, steps: 1 | 0 | -1): string {
  const found = isDay(day) ? neighbouringDay(day, steps) : day;
  return isDay(found) ? found : day;
}

/** Ranges in order, those that overlap or touch made one. */
function unite(ranges: readonly DayRange[]): readonly DayRange[] {
  const united: DayRange[] = [];
  for (const range of ranges.toSorted((a, b) => compare(a.from ?? "", b.from ?? ""))) {
    const last = united.at(-1);
    if (last === undefined || !touches(last, range)) united.push(range);
    else united[united.length - 1] = joined(last, range);
  }
  return united;
}

function touches({ to }: DayRange, { from }: DayRange): boolean {
  return to === undefined || from === undefined || from <= beside(to, 1);
}

function joined(a: DayRange, b: DayRange): DayRange {
  const to = a.to === undefined || b.to === undefined ? undefined : a.to > b.to ? a.to : b.to;
  return { ...(a.from !== undefined && { from: a.from }), ...(to !== undefined && { to }) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
