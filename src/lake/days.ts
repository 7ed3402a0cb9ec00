import type { Stretch, TenantSettings } from "../protocol/collector.ts";
import { joinStretches } from "../protocol/join-stretches.ts";
import type { LogDay } from "../protocol/lake.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import type { Range } from "./coverage.ts";
import { sourceDayState, stretchesOf, tableDayState } from "./day-state.ts";
import { DuckDBSliceWork } from "./duckdb-slice-work.ts";
import type { Lake } from "./lake.ts";
import { emptyLedger, type LedgerState } from "./ledger-state.ts";
import { parseSlicePath } from "./slice.ts";
import { enabledSources, type SourceCoverage } from "./source-coverage.ts";
import { withWorkDatabase } from "./work-database.ts";

const dayMs = 86_400_000;

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

/** By tenant and day. */
type HeldDays = Map<string, Map<string, Held>>;

function heldDays(state: LedgerState, locate: (path: string) => string): HeldDays {
  const held: HeldDays = new Map();
  for (const [path, slice] of state.slices) {
    const day = parseSlicePath(path)?.day;
    if (day === undefined) continue;
    for (const [tenantId, rows] of Object.entries(slice.tenants)) {
      const totals = heldOn(held, tenantId, day);
      totals.rows += rows;
      totals.bytes += Math.round((slice.bytes * rows) / Math.max(slice.rows, 1));
      totals.slices.push(locate(path));
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
  return sources.map((each) => ({ source: each.source.id, state: sourceDayState(each, ms, nowMs) }));
}

/** A slice of the lake as the ledger knows it. */
export interface KnownSlice {
  readonly file: string;
  readonly day: string;
  readonly bytes: number;
  readonly tenants: readonly string[];
}

/**
 * Every table's slices, oldest first. A damaged ledger is rebuilt first, so that no question misses slices.
 * @param known folds of earlier calls, which spare reading the ledgers anew; brought up to date.
 */
export async function slicesByTable(
  lake: Lake,
  signal?: AbortSignal,
  known = new Map<TableName, LedgerState>(),
): Promise<Map<TableName, KnownSlice[]>> {
  const states = await Promise.all(tableNames.map((table) => newestState(lake, table, known.get(table), signal)));
  return new Map(
    tableNames.map((table, index) => {
      const state = states[index] ?? emptyLedger;
      known.set(table, state);
      return [table, knownSlices(lake, state)];
    }),
  );
}

/** What a table's ledger says, or, where that is damaged, its slices. @param known an earlier state, read on from. */
export async function newestState(
  lake: Lake,
  table: TableName,
  known: LedgerState | undefined,
  signal: AbortSignal | undefined,
): Promise<LedgerState> {
  const reading = await lake.ledger(table).read(signal, known);
  if (reading.damage === undefined) return reading.state;
  return withWorkDatabase(lake.storage, (work) => lake.state(new DuckDBSliceWork(work, lake.storage), table, signal));
}

function knownSlices(lake: Lake, state: LedgerState): KnownSlice[] {
  const slices = [...state.slices].map(([path, { bytes, tenants }]) => ({
    file: lake.storage.locate(path),
    day: parseSlicePath(path)?.day ?? "",
    bytes,
    tenants: Object.keys(tenants),
  }));
  return slices.sort((a, b) => compare(a.file, b.file));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
