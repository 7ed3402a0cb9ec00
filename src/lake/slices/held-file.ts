import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { schemaVersion } from "../../tables/schema/tables.ts";
import { sha256OfFile } from "../storage/sha256-of-file.ts";
import type { FileStorage, StoredObject } from "../storage/storage.ts";
import { type SliceName, slicePath } from "./slice.ts";
import { readFooter } from "./slice-footer.ts";
import type { HeldSlice, SliceContents } from "./slice-work.ts";

/** A held slice whose content is in a file of its own, which is deleted when it is released. */
export interface HeldFile extends HeldSlice {
  readonly file: string;
}

/** Takes a snapshot of a slice and reads its footer. @throws TenantTrailError `broken-slice`, `newer-schema`. */
export async function holdSlice(
  connection: DuckDBConnection,
  storage: FileStorage,
  slice: SliceName,
): Promise<HeldFile | undefined> {
  const path = slicePath(slice);
  const snapshot = await storage.snapshot(path);
  if (snapshot === undefined) return undefined;
  try {
    return await readHeld(connection, { ...snapshot, name: storage.locate(path) });
  } catch (error) {
    await rm(snapshot.file, { force: true });
    throw error;
  }
}

/** Reads what a slice's file says of itself. `name` is what messages call it. @throws as `holdSlice` does. */
export async function readHeld(
  connection: DuckDBConnection,
  { file, name, object }: { readonly file: string; readonly name: string; readonly object: StoredObject },
): Promise<HeldFile> {
  const footer = await readFooter(connection, file, name);
  if (footer.schemaVersion !== null && footer.schemaVersion > schemaVersion)
    throw new TenantTrailError(
      "newer-schema",
      `${name} was written by a newer TenantTrail (schema ${footer.schemaVersion}). Update the extension to add to it.`,
    );
  const sha256 = await sha256OfFile(file);
  return { file, version: object.version, bytes: object.bytes, sha256, parent: footer.parent };
}

/** Counts the rows of a slice file by tenant. */
export async function readContents(connection: DuckDBConnection, file: string): Promise<SliceContents> {
  const reader = await connection.runAndReadAll(
    `SELECT tenantid, count(*)::INTEGER, (count(*) FILTER (timeisapproximate))::INTEGER
     FROM read_parquet(${literal(file)}) GROUP BY ALL ORDER BY ALL`,
  );
  const rows = reader.getRowsJS();
  return {
    rows: rows.reduce((sum, row) => sum + Number(row[1]), 0),
    tenants: Object.fromEntries(rows.map((row) => [String(row[0]), Number(row[1])])),
    approximate: rows.reduce((sum, row) => sum + Number(row[2]), 0),
  };
}
