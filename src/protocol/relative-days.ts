import { TenantTrailError } from "./errors.ts";
import { neighbouringDay } from "./log-day.ts";

/** The log days that a lake holds of some tables, and the day that it is; `YYYY-MM-DD`, UTC. */
export interface HeldDays {
  /** The first and the last held day; absent when nothing is held. */
  readonly first?: string;
  readonly last?: string;
  /** The last held day that is not in the future: one record with a wrong time must not move every range. */
  readonly newest?: string;
  readonly today: string;
}

/** Both days are included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const counted = /^last ([1-9]\d{0,3}) days$/;
const lastHours = "last 24 hours";
const allHeld = "all days held";

/**
 * Whether a text means a range of days that depends on the lake or the clock: `last 30 days` (any number up to 9999),
 * which end with the newest held day; `last 24 hours`, the two days that contain them; `all days held`.
 */
export function isRelativeDays(text: string): boolean {
  return text === lastHours || text === allHeld || counted.test(text);
}

/** What tables hold on some days, in any order. @param today `YYYY-MM-DD`, UTC. */
export function heldDaysOf(days: Iterable<string>, today: string): HeldDays {
  const sorted = [...days].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return { today };
  return { first, newest: sorted.findLast((day) => day <= today) ?? last, last, today };
}

/** The days that words mean. @param words as `isRelativeDays` accepts them. */
export function resolveDays(words: string, held: HeldDays): Days {
  if (words === lastHours) return { from: neighbouringDay(held.today, -1), to: held.today };
  if (words === allHeld) return { from: held.first ?? held.today, to: held.last ?? held.today };
  const to = held.newest ?? held.today;
  return { from: neighbouringDay(to, 1 - countOf(words)), to };
}

/** Why two ends make no range, as a sentence: it ends before it begins, or the words differ. */
export function rangeProblem({ from, to }: Days): string | undefined {
  const [words, others] = [isRelativeDays(from), isRelativeDays(to)];
  if (words && others && from !== to)
    return `:from is "${from}" and :to is "${to}"; give both the same words, or a day each.`;
  if (!words && !others && from > to) return `The days begin after they end: :from is ${from} and :to is ${to}.`;
  return undefined;
}

/**
 * The days from one end to the other, each a day or words. Beside a given day, words mean their own other end: the
 * last 30 days that end with `to`, or what is held since `from`.
 *
 * @throws TenantTrailError `bad-argument` where `rangeProblem` finds one.
 */
export function resolveRange(ends: Days, held: HeldDays): Days {
  const problem = rangeProblem(ends);
  if (problem !== undefined) throw new TenantTrailError("bad-argument", problem);
  const { from, to } = ends;
  if (!isRelativeDays(to)) return { from: isRelativeDays(from) ? beginning(from, to, held) : from, to };
  if (isRelativeDays(from)) return resolveDays(from, held);
  return { from, to: later(from, resolveDays(to, held).to) };
}

function beginning(words: string, to: string, held: HeldDays): string {
  if (words === lastHours) return neighbouringDay(to, -1);
  if (words === allHeld) return earlier(resolveDays(words, held).from, to);
  return neighbouringDay(to, 1 - countOf(words));
}

function countOf(words: string): number {
  return Number(counted.exec(words)?.[1]);
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
