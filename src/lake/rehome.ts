import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../duckdb/database.ts";
import type { TableName } from "../protocol/tables.ts";
import { tables } from "../tables/tables.ts";
import type { Lake } from "./lake.ts";
import type { LedgerState } from "./ledger-state.ts";
import { keySql } from "./merge-sql.ts";
import { neighbouringDay, type PartCount, parseSlicePath, type SliceName, sliceOf, slicePath } from "./slice.ts";

/**
 * Finds the slices of a table's staged rows. A row whose time is approximate goes to the slice that already holds its
 * key, or where an exact row of the same run goes, when that lies within a day; the table `rehomed` says which.
 */
export async function rehomeApproximate(
  connection: DuckDBConnection,
  lake: Lake,
  table: TableName,
  state: LedgerState,
): Promise<{ slice: SliceName; rows: number }[]> {
  await connection.run("CREATE OR REPLACE TEMP TABLE rehomed (tenant_id VARCHAR, key VARCHAR, path VARCHAR)");
  const partsOf = (day: string): PartCount => state.parts.get(day) ?? 1;
  const byHour = await stagedHours(connection, table);
  const slices = new Map<string, { slice: SliceName; rows: number }>();
  for (const { hourMs, rows } of byHour) {
    const slice = sliceOf(table, hourMs, partsOf(new Date(hourMs).toISOString().slice(0, 10)));
    const known = slices.get(slicePath(slice));
    slices.set(slicePath(slice), { slice, rows: rows + (known?.rows ?? 0) });
  }
  for (const path of await rehome(connection, lake, table, state, byHour)) {
    const slice = parseSlicePath(path);
    if (slice !== undefined && !slices.has(path)) slices.set(path, { slice, rows: 0 });
  }
  return [...slices.values()].sort((a, b) => (slicePath(a.slice) < slicePath(b.slice) ? -1 : 1));
}

async function stagedHours(
  connection: DuckDBConnection,
  table: TableName,
): Promise<{ hourMs: number; rows: number; approximate: number }[]> {
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

/** Fills `rehomed` and returns the paths of the slices it names. */
async function rehome(
  connection: DuckDBConnection,
  lake: Lake,
  table: TableName,
  state: LedgerState,
  byHour: readonly { hourMs: number; approximate: number }[],
): Promise<string[]> {
  const days = new Set(
    byHour
      .filter(({ approximate }) => approximate > 0)
      .map(({ hourMs }) => new Date(hourMs).toISOString().slice(0, 10)),
  );
  if (days.size === 0) return [];
  const near = new Set([...days].flatMap((day) => [neighbouringDay(day, -1), day, neighbouringDay(day, 1)]));
  for (const path of state.slices.keys()) {
    const slice = parseSlicePath(path);
    if (slice === undefined || !near.has(slice.day)) continue;
    const snapshot = await lake.storage.snapshot(path);
    if (snapshot === undefined) continue;
    try {
      await connection.run(
        `INSERT INTO rehomed
           SELECT DISTINCT staged.tenant_id, staged.key, ${literal(path)}
           FROM staged JOIN (SELECT tenantid, ${keySql(tables[table])} AS key FROM read_parquet(${literal(snapshot.file)})) AS held
             ON held.tenantid = staged.tenant_id AND held.key = staged.key
           WHERE tbl = ${literal(table)} AND approximate
             AND NOT EXISTS (SELECT 1 FROM rehomed WHERE rehomed.tenant_id = staged.tenant_id AND rehomed.key = staged.key)`,
      );
    } finally {
      await rm(snapshot.file, { force: true });
    }
  }
  await rehomeToExact(connection, table, state);
  const reader = await connection.runAndReadAll("SELECT DISTINCT path FROM rehomed");
  return reader.getRowsJS().map(([path]) => String(path));
}

/** An approximate row follows an exact one of the same key that came in the same run. */
async function rehomeToExact(connection: DuckDBConnection, table: TableName, state: LedgerState): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT exact.tenant_id, exact.key, min(exact.event_ms)::DOUBLE
     FROM staged AS exact SEMI JOIN staged AS rough
       ON rough.tbl = exact.tbl AND rough.approximate AND rough.tenant_id = exact.tenant_id AND rough.key = exact.key
     ANTI JOIN rehomed ON rehomed.tenant_id = exact.tenant_id AND rehomed.key = exact.key
     WHERE exact.tbl = ${literal(table)} AND NOT exact.approximate GROUP BY ALL`,
  );
  for (const [tenantId, key, eventMs] of reader.getRowsJS()) {
    const day = new Date(Number(eventMs)).toISOString().slice(0, 10);
    const path = slicePath(sliceOf(table, Number(eventMs), state.parts.get(day) ?? 1));
    await connection.run("INSERT INTO rehomed VALUES ($tenantId, $key, $path)", {
      tenantId: String(tenantId),
      key: String(key),
      path,
    });
  }
}
