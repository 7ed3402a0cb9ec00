import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { neighbouringDay } from "../../protocol/log-day.ts";
import type { TableName } from "../../protocol/tables.ts";
import { tables } from "../../tables/schema/tables.ts";
import type { LedgerState, SliceState } from "../ledger/ledger-state.ts";
import { keySql } from "../merge/merge-sql.ts";
import type { FileStorage } from "../storage/storage.ts";
import { type PartCount, parseSlicePath, type SliceName, sliceOf, slicePath, sliceTimes } from "./slice.ts";
import { readFooter } from "./slice-footer.ts";
import type { TouchedSlice } from "./slice-work.ts";

/** Slices to merge, and whether there are `rehomed` rows at all. */
export interface FoundSlices {
  readonly slices: readonly TouchedSlice[];
  readonly rehomes: boolean;
}

/**
 * Finds the slices of a table's staged rows, so that a key lives in one slice (design: Slices). Two tables, which
 * every connection of the database sees, say what is not where its time would put it: `moves.rehomed`, approximate rows
 * that go to the slice where their key already is or where an exact row of the same run goes; `moves.withdrawn`,
 * approximate rows of a slice nearby that yield to an exact one. Slices that lose rows come last, once more if they
 * gain some too, so that a kill in between leaves a row twice rather than not at all.
 */
export async function findSlices(
  connection: DuckDBConnection,
  storage: FileStorage,
  table: TableName,
  state: LedgerState,
): Promise<FoundSlices> {
  await connection.run("ATTACH IF NOT EXISTS ':memory:' AS moves");
  for (const [name, more] of [
    ["rehomed", ""],
    ["withdrawn", ", hour BIGINT"],
  ])
    await connection.run(`CREATE OR REPLACE TABLE moves.${name} (tenant_id VARCHAR, key VARCHAR, path VARCHAR${more})`);
  const hours = await stagedHours(connection, table);
  const touched = new Map<string, TouchedSlice>();
  for (const { hourMs, rows } of hours) {
    const slice = sliceAt(table, state, hourMs);
    const known = touched.get(slicePath(slice));
    touched.set(slicePath(slice), { slice, rows: rows + (known?.rows ?? 0) });
  }
  if (hours.some(({ approximate }) => approximate > 0)) await rehomeToExact(connection, table, state);
  const broken: string[] = [];
  for (const held of slicesToSearch(state, hours))
    if (!(await searchSlice(connection, storage, table, held))) broken.push(held.path);
  const rehomed = await rehomedPaths(connection);
  // Merging a broken slice says what is wrong with it; nothing else is merged for its sake.
  for (const path of [...rehomed, ...broken]) {
    const slice = parseSlicePath(path);
    if (slice !== undefined && !touched.has(path)) touched.set(path, { slice, rows: 0 });
  }
  const gaining = [...touched].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
  return { slices: [...gaining, ...(await losingSlices(connection, table, state))], rehomes: rehomed.length > 0 };
}

async function rehomedPaths(connection: DuckDBConnection): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll("SELECT DISTINCT path FROM moves.rehomed");
  return reader.getRowsJS().map(([path]) => String(path));
}

/** The slices that `moves.withdrawn` takes rows from, each with those where the exact rows go. */
async function losingSlices(
  connection: DuckDBConnection,
  table: TableName,
  state: LedgerState,
): Promise<readonly TouchedSlice[]> {
  const reader = await connection.runAndReadAll(
    "SELECT path, list(DISTINCT hour)::DOUBLE[] FROM moves.withdrawn GROUP BY path ORDER BY path",
  );
  return reader.getRowsJson().flatMap(([path, hours]): TouchedSlice[] => {
    const slice = parseSlicePath(String(path));
    const gaining = (hours as readonly number[]).map((hourMs) => slicePath(sliceAt(table, state, hourMs)));
    return slice === undefined ? [] : [{ slice, rows: 0, yieldsTo: [...new Set(gaining)] }];
  });
}

interface StagedHour {
  readonly hourMs: number;
  readonly rows: number;
  readonly approximate: number;
}

async function stagedHours(connection: DuckDBConnection, table: TableName): Promise<StagedHour[]> {
  const reader = await connection.runAndReadAll(
    `SELECT (event_ms // 3600000 * 3600000)::DOUBLE AS hour, count(*)::INTEGER, (count(*) FILTER (approximate))::INTEGER
     FROM staged WHERE tbl = ${literal(table)} GROUP BY hour`,
  );
  return reader.getRowsJS().map(([hour, rows, approximate]) => ({
    hourMs: Number(hour),
    rows: Number(rows),
    approximate: Number(approximate),
  }));
}

/** Slices within a day of a staged row that may hold its key at another time. */
function slicesToSearch(state: LedgerState, hours: readonly StagedHour[]): SliceState[] {
  const near = (wanted: readonly StagedHour[]): Set<string> =>
    new Set(
      wanted
        .map(({ hourMs }) => dayOf(hourMs))
        .flatMap((day) => [-1, 0, 1].map((steps) => neighbouringDay(day, steps))),
    );
  const nearApproximate = near(hours.filter(({ approximate }) => approximate > 0));
  const nearExact = near(hours.filter(({ rows, approximate }) => rows > approximate));
  return [...state.slices.values()].filter((held) => {
    const day = parseSlicePath(held.path)?.day ?? "";
    return nearApproximate.has(day) || (held.approximate > 0 && nearExact.has(day));
  });
}

/** Answers whether the slice could be read. */
async function searchSlice(
  connection: DuckDBConnection,
  storage: FileStorage,
  table: TableName,
  { path, approximate }: SliceState,
): Promise<boolean> {
  const slice = parseSlicePath(path);
  const snapshot = slice && (await storage.snapshot(path));
  if (slice === undefined || snapshot === undefined) return true;
  try {
    if (!(await isReadable(connection, snapshot.file))) return false;
    const held = `(SELECT tenantid AS tenant_id, ${keySql(tables[table])} AS key, timeisapproximate
                   FROM read_parquet(${literal(snapshot.file)}))`;
    await connection.run(
      `INSERT INTO moves.rehomed
         SELECT DISTINCT tenant_id, key, ${literal(path)} FROM named_rows AS staged SEMI JOIN ${held} AS held USING (tenant_id, key)
         ANTI JOIN moves.rehomed USING (tenant_id, key)
         WHERE tbl = ${literal(table)} AND approximate`,
    );
    if (approximate === 0) return true;
    const { fromMs, toMs } = sliceTimes(slice);
    await connection.run(
      `INSERT INTO moves.withdrawn
         SELECT DISTINCT tenant_id, key, ${literal(path)}, event_ms // 3600000 * 3600000 FROM named_rows AS staged
         SEMI JOIN (SELECT * FROM ${held} WHERE timeisapproximate) AS held USING (tenant_id, key)
         WHERE tbl = ${literal(table)} AND NOT approximate AND NOT (event_ms >= ${fromMs} AND event_ms < ${toMs})`,
    );
    return true;
  } finally {
    await rm(snapshot.file, { force: true });
  }
}

async function isReadable(connection: DuckDBConnection, file: string): Promise<boolean> {
  try {
    await readFooter(connection, file, file);
    return true;
  } catch (error) {
    if (error instanceof TenantTrailError && error.code === "broken-slice") return false;
    throw error;
  }
}

/** An approximate row follows an exact one of the same key that came in the same run. */
async function rehomeToExact(connection: DuckDBConnection, table: TableName, state: LedgerState): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT tenant_id, key, min(event_ms)::DOUBLE FROM named_rows AS exact
     SEMI JOIN (SELECT tenant_id, key FROM named_rows WHERE tbl = ${literal(table)} AND approximate) AS rough USING (tenant_id, key)
     WHERE tbl = ${literal(table)} AND NOT approximate GROUP BY ALL`,
  );
  for (const [tenantId, key, eventMs] of reader.getRowsJS())
    await connection.run("INSERT INTO moves.rehomed VALUES ($tenantId, $key, $path)", {
      tenantId: String(tenantId),
      key: String(key),
      path: slicePath(sliceAt(table, state, Number(eventMs))),
    });
}

function sliceAt(table: TableName, state: LedgerState, eventMs: number): SliceName {
  const parts: PartCount = state.parts.get(dayOf(eventMs)) ?? 1;
  return sliceOf(table, eventMs, parts);
}

function dayOf(eventMs: number): string {
  return new Date(eventMs).toISOString().slice(0, 10);
}
