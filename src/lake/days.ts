import type { LogDay } from "../protocol/lake.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import type { Lake } from "./lake.ts";
import type { LedgerState } from "./ledger-state.ts";
import { parseSlicePath } from "./slice.ts";
import { withWorkDatabase } from "./work-database.ts";

interface Totals {
  rows: number;
  bytes: number;
  readonly slices: string[];
}

/** A table's log days, newest first; a day with several tenants is one entry for each. */
export function logDays(
  table: TableName,
  state: LedgerState,
  locate: (path: string) => string,
  isSimulated: (tenantId: string) => boolean,
): LogDay[] {
  const days = new Map<string, Totals & { day: string; tenantId: string }>();
  for (const [path, slice] of state.slices) {
    const day = parseSlicePath(path)?.day;
    if (day === undefined) continue;
    for (const [tenantId, rows] of Object.entries(slice.tenants)) {
      const id = `${day} ${tenantId}`;
      const totals = days.get(id) ?? { day, tenantId, rows: 0, bytes: 0, slices: [] };
      totals.rows += rows;
      totals.bytes += Math.round((slice.bytes * rows) / Math.max(slice.rows, 1));
      totals.slices.push(locate(path));
      days.set(id, totals);
    }
  }
  return [...days.values()]
    .map(
      ({ day, tenantId, rows, bytes, slices }): LogDay => ({
        table,
        day,
        tenantId,
        rows,
        bytes,
        state: "imported",
        coverage: [],
        simulated: isSimulated(tenantId),
        slices: slices.sort(),
      }),
    )
    .sort((a, b) => (a.day === b.day ? compare(a.tenantId, b.tenantId) : compare(b.day, a.day)));
}

/** A slice of the lake as the ledger knows it. */
export interface KnownSlice {
  readonly file: string;
  readonly day: string;
  readonly bytes: number;
  readonly tenants: readonly string[];
}

/** Every table's slices, oldest first. A damaged ledger is rebuilt first, so that no question misses slices. */
export async function slicesByTable(lake: Lake, signal?: AbortSignal): Promise<Map<TableName, KnownSlice[]>> {
  const found = new Map<TableName, KnownSlice[]>();
  for (const table of tableNames) {
    const reading = await lake.ledger(table).read(signal);
    const state =
      reading.damage === undefined
        ? reading.state
        : await withWorkDatabase(lake.storage, (work) => lake.state(work, table, signal));
    const slices = [...state.slices].map(([path, { bytes, tenants }]) => ({
      file: lake.storage.locate(path),
      day: parseSlicePath(path)?.day ?? "",
      bytes,
      tenants: Object.keys(tenants),
    }));
    found.set(
      table,
      slices.sort((a, b) => compare(a.file, b.file)),
    );
  }
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
