import { stat } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { sum } from "../../base/sum.ts";
import { identifier, literal } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import { schemaVersion, tables } from "../../tables/schema/all-tables.ts";
import type { SliceContents } from "../ledger/ledger-entry.ts";
import { sha256OfFile } from "../storage/sha256-of-file.ts";
import type { FileStorage } from "../storage/storage.ts";
import { readColumnBytes } from "./column-bytes.ts";
import { readFooter } from "./slice-footer.ts";
import type { HeldSlice } from "./slice-work.ts";

/** A slice whose bytes are a file that does not change. */
export interface HeldFile extends HeldSlice {
  readonly file: string;
  /** Null when it does not say. */
  readonly schemaVersion: number | null;
}

/**
 * Reads what a slice says of itself; undefined when it is not there. The caller releases it. @throws TenantTrailError
 * `broken-slice`, `newer-schema`.
 */
export async function holdSlice(
  connection: DuckDBConnection,
  storage: FileStorage,
  path: string,
): Promise<HeldFile | undefined> {
  const { missing, release } = await storage.lend([path], { mayLack: true });
  if (missing.length > 0) return undefined;
  try {
    return { ...(await readHeld(connection, storage, path)), release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function readHeld(connection: DuckDBConnection, storage: FileStorage, path: string): Promise<HeldFile> {
  const [file, name] = [storage.fileOf(path), storage.locate(path)];
  const footer = await readFooter(connection, file, name);
  if (footer.schemaVersion !== null && footer.schemaVersion > schemaVersion)
    throw new TenantTrailError(
      "newer-schema",
      `${name} was written by a newer TenantTrail (schema ${footer.schemaVersion}). Update the extension to add to it.`,
    );
  const [sha256, { size }] = await Promise.all([sha256OfFile(file), stat(file)]);
  return { file, bytes: size, sha256, ...footer };
}

/** Counts the rows of a slice's file. */
export async function readContents(
  connection: DuckDBConnection,
  table: TableName,
  file: string,
): Promise<SliceContents> {
  const eventTime = identifier(tables[table].eventTime.toLowerCase());
  const reader = await connection.runAndReadAll(
    `SELECT tenantid, count(*)::INTEGER, (count(*) FILTER (timeisapproximate))::INTEGER,
            (count(*) FILTER (source = 'portal-csv'))::INTEGER,
            epoch_ms(min(${eventTime})::TIMESTAMP)::DOUBLE, epoch_ms(max(${eventTime})::TIMESTAMP)::DOUBLE
     FROM read_parquet(${literal(file)}, hive_partitioning = false) GROUP BY tenantid ORDER BY tenantid`,
  );
  const rows = reader.getRowsJS();
  return {
    rows: sum(rows, (row) => Number(row[1])),
    tenants: Object.fromEntries(rows.map((row) => [String(row[0]), Number(row[1])])),
    approximate: sum(rows, (row) => Number(row[2])),
    portalCsv: sum(rows, (row) => Number(row[3])),
    firstMs: rows.length === 0 ? null : Math.min(...rows.map((row) => Number(row[4]))),
    lastMs: rows.length === 0 ? null : Math.max(...rows.map((row) => Number(row[5]))),
    columnBytes: await readColumnBytes(connection, table, file),
  };
}
