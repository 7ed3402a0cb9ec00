import { dayMs } from "../base/time-units.ts";
import type { Stretch, TenantSettings } from "../protocol/collector.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { joinStretches } from "../protocol/join-stretches.ts";
import type { LogDay } from "../protocol/lake.ts";
import type { TableName } from "../protocol/tables.ts";
import { unnamedWords } from "../protocol/words/left-rows-words.ts";
import { noLongerOfferedRows, sourceDayState, stretchesOf, tableDayState } from "./collecting/day-state.ts";
import { enabledSources, type SourceCoverage } from "./collecting/source-coverage.ts";
import type { Lake } from "./lake.ts";
import type { Range } from "./ledger/coverage.ts";
import { parsePartKey } from "./ledger/day-part.ts";
import type { LedgerState } from "./ledger/ledger-state.ts";
import type { Looked } from "./ledger-look.ts";
import { withUnnamed } from "./unnamed/unnamed-days.ts";
import type { LeftSlice } from "./unnamed/unnamed-look.ts";

/** What is held of one tenant on one day. */
interface Held {
  rows: number;
  bytes: number;
  readonly slices: string[];
}

/** What tells how far a lake's days were collected. */
export interface Collecting {
  /** The tenants that the lake collects; days of others were imported. */
  readonly tenants: readonly TenantSettings[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * A table's log days, newest first; a day with several tenants is one entry for each. Days of a collected tenant are
 * listed without rows too, so that gaps are seen.
 */
export function logDays(
  table: TableName,
  state: LedgerState,
  locate: (path: string) => string,
  isSimulated: (tenantId: string) => boolean,
  { tenants, nowMs }: Collecting = { tenants: [], nowMs: 0 },
): LogDay[] {
  const collected = new Map(
    tenants.map((settings) => [settings.tenantId, enabledSources(table, state, settings, nowMs)]),
  );
  const unread = new Map(
    [...collected].map(([id, sources]) => [id, sources.flatMap((source) => stretchesOf(source, nowMs).gaps)]),
  );
  const held = heldDays(state, locate);
  for (const [tenantId, sources] of collected) addCollectedDays(held, tenantId, sources, nowMs);
  return [...held]
    .flatMap(([tenantId, days]) =>
      [...days].map(([day, { rows, bytes, slices }]): LogDay => {
        const sources = collected.get(tenantId) ?? [];
        const startMs = Date.parse(`${day}T00:00:00Z`);
        const coverage = dayCoverage(sources, startMs, nowMs);
        const gaps = gapsOf(unread.get(tenantId) ?? [], startMs);
        return {
          table,
          day,
          tenantId,
          rows,
          bytes,
          state: tableDayState(coverage.map((source) => source.state)),
          coverage,
          simulated: isSimulated(tenantId),
          ...(gaps.length > 0 && { gaps }),
          slices: slices.sort(),
        };
      }),
    )
    .sort((a, b) => (a.day === b.day ? compare(a.tenantId, b.tenantId) : compare(b.day, a.day)));
}

/**
 * As `logDays`, of every table that was looked at, and each day says what is wrong with it: its folder and its ledger
 * are looked at. A day of which only unnamed slices lie there is listed too.
 * @param left slices that the ledgers do not name.
 */
export async function lookedDays(
  lake: Lake,
  looked: ReadonlyMap<TableName, Looked>,
  left: readonly LeftSlice[],
  isSimulated: (tenantId: string) => boolean,
  collecting: Collecting,
): Promise<readonly LogDay[]> {
  const { storage } = lake;
  const held = [...looked].flatMap(([table, { state }]) =>
    logDays(table, state, (path) => storage.locate(path), isSimulated, collecting),
  );
  const days = withUnnamed(held, left, isSimulated);
  const folders = days.filter(({ slices }) => slices.length > 0).map(folderOfDay);
  const troubles = folders.length === 0 ? new Map<string, string>() : await storage.troublesOf(folders);
  return days.map((day) => {
    const trouble =
      (day.slices.length > 0 ? troubles.get(folderOfDay(day)) : undefined) ?? ledgerTrouble(lake, looked, day);
    const damage = [trouble, day.unnamed && unnamedWords(day.unnamed)].filter((words) => words !== undefined);
    return damage.length === 0 ? day : { ...day, damage: damage.join(" ") };
  });
}

function ledgerTrouble(lake: Lake, looked: ReadonlyMap<TableName, Looked>, { table }: LogDay): string | undefined {
  const damage = looked.get(table)?.damage;
  return (
    damage &&
    `The ledger is damaged or missing at ${lake.storage.locate(damage)}: rows are counted from the slices, and what was covered is unknown. The next import or collection rebuilds it.`
  );
}

function folderOfDay({ table, day }: LogDay): string {
  return `${table}/dt=${day}`;
}

/** By tenant and day. */
type HeldDays = Map<string, Map<string, Held>>;

function heldDays(state: LedgerState, locate: (path: string) => string): HeldDays {
  const held: HeldDays = new Map();
  for (const [key, slice] of state.slices) {
    const day = parsePartKey(key)?.day;
    if (day === undefined) continue;
    for (const [tenantId, rows] of Object.entries(slice.tenants)) {
      const totals = heldOn(held, tenantId, day);
      totals.rows += rows;
      totals.bytes += Math.round((slice.bytes * rows) / Math.max(slice.rows, 1));
      totals.slices.push(locate(slice.path));
    }
  }
  return held;
}

function addCollectedDays(held: HeldDays, tenantId: string, sources: readonly SourceCoverage[], nowMs: number): void {
  const began = sources.filter(({ source }) => source.axis !== "polled").map(({ fromMs }) => fromMs);
  for (let ms = Math.floor(Math.min(...began) / dayMs) * dayMs; ms <= nowMs; ms += dayMs)
    heldOn(held, tenantId, new Date(ms).toISOString().slice(0, 10));
}

function heldOn(held: HeldDays, tenantId: string, day: string): Held {
  const days = held.get(tenantId) ?? new Map<string, Held>();
  held.set(tenantId, days);
  const found = days.get(day) ?? { rows: 0, bytes: 0, slices: [] };
  days.set(day, found);
  return found;
}

/** The parts of a day that any of the sources has not read and still offers. */
function gapsOf(unread: readonly Range[], startMs: number): readonly Stretch[] {
  const parts = unread
    .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, startMs), toMs: Math.min(toMs, startMs + dayMs) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs)
    .map(({ fromMs, toMs }) => ({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }));
  return joinStretches(parts);
}

function dayCoverage(sources: readonly SourceCoverage[], ms: number, nowMs: number): LogDay["coverage"] {
  return sources.map((each) => {
    const state = sourceDayState(each, ms, nowMs);
    const noLongerOffered = noLongerOfferedRows(each, ms);
    return { source: each.source.id, state, ...(noLongerOffered > 0 && { noLongerOffered }) };
  });
}

/** A slice of the lake as the ledger knows it. */
export interface KnownSlice {
  /** In the lake's storage. */
  readonly path: string;
  readonly table: TableName;
  readonly day: string;
  readonly bytes: number;
  readonly tenants: readonly string[];
  /** Rows that came from Microsoft's CSV exports; undefined when it is not known. */
  readonly portalCsv: number | undefined;
  /** The least and the greatest event time of its rows, milliseconds since 1970; null when it holds none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** See `SliceContents`. */
  readonly columnBytes: readonly number[];
}

/** Every table's slices, oldest first, also of one whose ledger is damaged, so that no question misses slices. */
export function slicesByTable(lake: Lake, looked: ReadonlyMap<TableName, Looked>): Map<TableName, KnownSlice[]> {
  return new Map([...looked].map(([table, { state }]) => [table, knownSlices(lake, table, state)]));
}

/** @throws TenantTrailError `unsafe-lake` for a ledger that names what is no slice of its table. */
function knownSlices(lake: Lake, table: TableName, state: LedgerState): KnownSlice[] {
  const slices = [...state.slices].map(([key, { path, bytes, tenants, firstMs, lastMs, columnBytes, portalCsv }]) => {
    const part = parsePartKey(key);
    if (part?.table !== table)
      throw new TenantTrailError(
        "unsafe-lake",
        `The ledger of ${table} in ${lake.storage.locate("_ledger")} names ${JSON.stringify(path)}, which is no slice of that table. Restore the ledger from a backup, or choose another folder.`,
      );
    return {
      table,
      path,
      day: part.day,
      bytes,
      tenants: Object.keys(tenants),
      firstMs,
      lastMs,
      columnBytes,
      portalCsv,
    };
  });
  return slices.sort((a, b) => compare(a.path, b.path));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
