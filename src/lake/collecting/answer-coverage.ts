import { sum } from "../../base/sum.ts";
import { dayMs } from "../../base/time-units.ts";
import type { SourceId, Stretch, TenantSettings } from "../../protocol/collector.ts";
import { joinStretches } from "../../protocol/join-stretches.ts";
import type { DayState } from "../../protocol/lake.ts";
import type { AnswerState, TableCoverage } from "../../protocol/table-coverage.ts";
import type { TableName } from "../../protocol/tables.ts";
import { coveredIn, type Range } from "../ledger/coverage.ts";
import { parsePartKey } from "../ledger/day-part.ts";
import { isNoLongerOffered } from "../ledger/lacked-rows.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { parseSlicePath } from "../ledger/slice-path.ts";
import { sourceDayState, stretchesOf, tableDayState } from "./day-state.ts";
import { earliestMs, enabledSources, isSearched, type SourceCoverage } from "./source-coverage.ts";

const mostGaps = 100;

/** Days asked for, `YYYY-MM-DD`, both included; an open end is undefined. */
interface DayRange {
  readonly from?: string;
  readonly to?: string;
}

/** What a question asks of a table. */
export interface AskedOfTable {
  readonly table: TableName;
  readonly ranges: readonly DayRange[];
  /** Days that the question names beside the ranges, `YYYY-MM-DD`: an open end reaches at least to them. */
  readonly namedDays: readonly string[];
  /** Undefined when the question asks for all. */
  readonly tenants: readonly string[] | undefined;
  /** The sources whose rows the question can see; undefined for all of the table's. */
  readonly sources?: ReadonlySet<SourceId>;
}

/** What tells how far a table was collected. */
export interface CollectedTable {
  readonly state: Pick<LedgerState, "slices" | "coverage" | "lacked" | "failures" | "anomalies">;
  /** Set when the table's ledger is damaged: the state is what its slices say. */
  readonly isDamaged?: boolean;
  /** The days, `YYYY-MM-DD`, of slices that the ledger does not name; one for each. */
  readonly unnamedDays?: readonly string[];
  /** The tenants that the lake collects. */
  readonly tenants: readonly TenantSettings[];
  /** How people call a tenant. */
  readonly nameOf: (tenantId: string) => string | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * What an answer can see of a table, one entry for each tenant that it asks for: how many of the days stand how, and
 * what was not read (design: Coverage). A tenant that the question names and the lake does not know has an entry too.
 * When the question allows no tenant, there is no entry.
 */
export function answerCoverage(asked: AskedOfTable, collected: CollectedTable): readonly TableCoverage[] {
  const { unnamedDays = [] } = collected;
  const unnamed = unnamedDays.filter((day) =>
    asked.ranges.some(({ from = day, to = day }) => from <= day && day <= to),
  );
  const damage = { ...damageOf(collected), ...(unnamed.length > 0 && { unnamedSlices: unnamed.length }) };
  return coverageOfTenants(asked, collected).map((entry) => ({ ...entry, ...damage }));
}

/** What a damaged ledger, also one that was rebuilt since, leaves unknown. */
function damageOf({
  state,
  isDamaged = false,
}: CollectedTable): Pick<TableCoverage, "isLedgerDamaged" | "leftOutSlices"> {
  const leftOut = state.anomalies.filter(
    ({ path, expected }) => expected === null && parseSlicePath(path) !== undefined,
  );
  return {
    ...(isDamaged && { isLedgerDamaged: true }),
    ...(leftOut.length > 0 && { leftOutSlices: new Set(leftOut.map(({ path }) => path)).size }),
  };
}

function coverageOfTenants(asked: AskedOfTable, collected: CollectedTable): readonly TableCoverage[] {
  const held = heldDays(collected.state);
  const sourcesOf = new Map(
    collected.tenants.map((each) => [
      each.tenantId,
      enabledSources(asked.table, collected.state, each, collected.nowMs).filter(
        ({ source, isUnlicensed }) => !isUnlicensed && (asked.sources?.has(source.id) ?? true),
      ),
    ]),
  );
  const known = new Set([
    ...held.keys(),
    ...[...sourcesOf].flatMap(([id, sources]) => (sources.length > 0 ? [id] : [])),
  ]);
  const tenants = asked.tenants ?? [...known].sort();
  if (asked.tenants?.length === 0) return [];
  if (tenants.length === 0) return [entryOf(asked, undefined, undefined, new Set(), [], collected.nowMs)];
  return tenants.map((id) => {
    return entryOf(
      asked,
      id,
      collected.nameOf(id),
      held.get(id) ?? new Set(),
      sourcesOf.get(id) ?? [],
      collected.nowMs,
    );
  });
}

function entryOf(
  asked: AskedOfTable,
  tenantId: string | undefined,
  tenantName: string | undefined,
  held: ReadonlySet<string>,
  sources: readonly SourceCoverage[],
  nowMs: number,
): TableCoverage {
  const known = knownDays(held, sources, nowMs);
  const ranges = asked.ranges.flatMap((range) => closed(range, known, asked.namedDays, nowMs));
  const states = new Map<AnswerState, number>();
  const count = (state: AnswerState, days: number): void => {
    if (days > 0) states.set(state, (states.get(state) ?? 0) + days);
  };
  const gaps: Stretch[] = [];
  const stateOf = (ms: number, hasRows: boolean): AnswerState => answerState(ms, hasRows, sources, nowMs);
  /** Of days that stand alike but for their rows. */
  const countAlike = (days: Range | undefined): void => {
    if (days === undefined) return;
    const rows = [...held].filter((day) => isIn(days, day)).length;
    count(stateOf(days.fromMs, true), rows);
    count(stateOf(days.fromMs, false), daysIn(days) - rows);
  };
  const offered = sources.flatMap((source) => stretchesOf(source, nowMs).gaps);
  for (const range of ranges) {
    // Days before and after all known days are counted without being walked through, because nothing is known of them.
    const inside = known === undefined ? undefined : intersection(range, known);
    count("unheld", daysIn(range) - (inside === undefined ? 0 : daysIn(inside)));
    if (inside === undefined) continue;
    const told = toldDays(sources, nowMs);
    countAlike(intersection(inside, { fromMs: Number.NEGATIVE_INFINITY, toMs: told.fromMs }));
    const each = intersection(inside, told) ?? { fromMs: 0, toMs: 0 };
    for (let ms = each.fromMs; ms < each.toMs; ms += dayMs) count(stateOf(ms, held.has(dayOf(ms))), 1);
    countAlike(intersection(inside, { fromMs: told.toMs, toMs: Number.POSITIVE_INFINITY }));
    for (const gap of offered) {
      const part = intersection(gap, range);
      if (part !== undefined) gaps.push({ from: iso(part.fromMs), to: iso(part.toMs) });
    }
  }
  const noLongerOffered = noLongerOfferedIn(sources, ranges);
  const readToMs = readTo(sources);
  const [first, last] = [ranges[0], ranges.at(-1)];
  return {
    table: asked.table,
    ...(tenantId !== undefined && { tenantId }),
    ...(tenantName !== undefined && { tenantName }),
    ...(first && last && { from: dayOf(first.fromMs), to: dayOf(last.toMs - 1) }),
    ...(ranges.length === 0 && asked.ranges.length > 0 && { uncounted: uncountedAs(asked.ranges, nowMs) }),
    days: sum(ranges, (range) => daysIn(range)),
    states: Object.fromEntries(states),
    ...(noLongerOffered > 0 && { noLongerOffered }),
    gaps: joinStretches(gaps).slice(0, mostGaps),
    ...(readToMs !== undefined && { readTo: iso(readToMs) }),
  };
}

/** How many rows of some days are held that their sources no longer offer. */
function noLongerOfferedIn(sources: readonly SourceCoverage[], ranges: readonly Range[]): number {
  const rows = sources.flatMap(({ lacked }) => lacked.filter(isNoLongerOffered));
  return rows.filter(({ eventMs }) => ranges.some(({ fromMs, toMs }) => eventMs >= fromMs && eventMs < toMs)).length;
}

/** How a day that the lake may know of stands for somebody who asks for its rows. */
function answerState(
  startMs: number,
  hasRows: boolean,
  sources: readonly SourceCoverage[],
  nowMs: number,
): AnswerState {
  const state: DayState = tableDayState(sources.map((each) => sourceDayState(each, startMs, nowMs)));
  if (state === "imported") return hasRows ? "imported" : "unheld";
  if (state !== "gap" && state !== "lost") return state;
  const inPart = hasRows || sources.some((each) => isReadInPart(each, startMs));
  if (state === "gap") return inPart ? "gapInPart" : "gap";
  return inPart ? "lostInPart" : "lost";
}

/**
 * The days of which sources know something, up to today. All days before them are in one state, and so are all days
 * after them.
 */
function toldDays(sources: readonly SourceCoverage[], nowMs: number): Range {
  const toMs = floorDay(nowMs) + dayMs;
  const begins = sources.map(({ fromMs, searched }) => Math.min(fromMs, searched[0]?.fromMs ?? fromMs));
  return { fromMs: Math.min(floorDay(Math.max(Math.min(...begins), earliestMs)), toMs), toMs };
}

function isIn({ fromMs, toMs }: Range, day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return ms >= fromMs && ms < toMs;
}

function isReadInPart(source: SourceCoverage, startMs: number): boolean {
  const range = { fromMs: startMs, toMs: startMs + dayMs };
  return coveredIn(source.segments, range).length > 0 || isSearched(source, startMs);
}

/** The days of which the ledger knows something, as a range of whole days; undefined when it knows of none. */
function knownDays(held: ReadonlySet<string>, sources: readonly SourceCoverage[], nowMs: number): Range | undefined {
  const days = [...held].map((day) => Date.parse(`${day}T00:00:00Z`));
  const known = [...days, ...sources.flatMap(({ fromMs }) => [fromMs, nowMs])].sort((a, b) => a - b);
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined
    ? undefined
    : { fromMs: floorDay(first), toMs: floorDay(last) + dayMs };
}

/**
 * A range of days as whole days, without future days; undefined when nothing is left of it. An end that is open is the
 * first or last day that is known or named.
 */
function closed(
  range: DayRange,
  known: Range | undefined,
  namedDays: readonly string[],
  nowMs: number,
): readonly Range[] {
  const today = floorDay(nowMs) + dayMs;
  const named = namedDays.map((day) => Date.parse(`${day}T00:00:00Z`)).filter((ms) => !Number.isNaN(ms));
  const starts = [...named, ...(known ? [known.fromMs] : [])];
  const ends = [...named.map((ms) => ms + dayMs), ...(known ? [known.toMs] : [])];
  const fromMs = range.from === undefined ? least(starts) : Date.parse(`${range.from}T00:00:00Z`);
  const lastMs = range.from === undefined ? greatest(ends) : today;
  const toMs = range.to === undefined ? (lastMs ?? today) : Date.parse(`${range.to}T00:00:00Z`) + dayMs;
  const ending = Math.min(toMs, Math.max(today, known?.toMs ?? today));
  // When the first day is unknown, a range without rows holds no day that could be counted.
  return fromMs === undefined || !(fromMs < ending) ? [] : [{ fromMs, toMs: ending }];
}

/** Why ranges without a day that can be counted have none. */
function uncountedAs(ranges: readonly DayRange[], nowMs: number): NonNullable<TableCoverage["uncounted"]> {
  const today = dayOf(nowMs);
  return ranges.every(({ from }) => from !== undefined && from > today) ? "toCome" : "neverHeld";
}

function least(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((a, b) => a - b)[0];
}

function greatest(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((a, b) => a - b).at(-1);
}

/** To where every source was read; undefined when one was not read at all. */
function readTo(sources: readonly SourceCoverage[]): number | undefined {
  const ends = sources.map(({ segments }) => segments.at(-1)?.toMs);
  return ends.length === 0 || ends.includes(undefined) ? undefined : Math.min(...ends.flatMap((end) => end ?? []));
}

function heldDays(state: Pick<LedgerState, "slices">): ReadonlyMap<string, ReadonlySet<string>> {
  const held = new Map<string, Set<string>>();
  for (const [key, { tenants }] of state.slices) {
    const day = parsePartKey(key)?.day;
    if (day === undefined) continue;
    for (const tenantId of Object.keys(tenants)) {
      const days = held.get(tenantId) ?? new Set<string>();
      held.set(tenantId, days.add(day));
    }
  }
  return held;
}

function intersection(a: Range, b: Range): Range | undefined {
  const range = { fromMs: Math.max(a.fromMs, b.fromMs), toMs: Math.min(a.toMs, b.toMs) };
  return range.fromMs < range.toMs ? range : undefined;
}

function daysIn({ fromMs, toMs }: Range): number {
  return Math.round((toMs - fromMs) / dayMs);
}

function floorDay(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs;
}

function dayOf(ms: number): string {
  return new Date(floorDay(ms)).toISOString().slice(0, 10);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
