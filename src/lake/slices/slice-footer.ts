import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";

const schemaKey = "tenanttrail.schema";
const parentKey = "tenanttrail.parent";

/** What a slice says of itself in the Parquet footer's key-value metadata. */
export interface SliceFooter {
  readonly schemaVersion: number | null;
  /** SHA-256 of the slice that this one replaced; null for the first, undefined where the footer does not say. */
  readonly parent: string | null | undefined;
}

/** The `KV_METADATA` of DuckDB's COPY for a slice that replaces `parent`. */
export function footerSql(schemaVersion: number, parent: string | null): string {
  return `{${literal(schemaKey)}: ${literal(String(schemaVersion))}, ${literal(parentKey)}: ${literal(parent ?? "")}}`;
}

/** @throws TenantTrailError `broken-slice` when the file is not Parquet. `name` is what the message calls it. */
export async function readFooter(connection: DuckDBConnection, file: string, name: string): Promise<SliceFooter> {
  try {
    const reader = await connection.runAndReadAll(
      `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${literal(file)})`,
    );
    const pairs = new Map(reader.getRowsJS().map(([key, value]) => [String(key), String(value)]));
    const parent = pairs.get(parentKey);
    const version = pairs.get(schemaKey);
    return {
      schemaVersion: version === undefined ? null : Number(version),
      parent: parent === undefined ? undefined : parent === "" ? null : parent,
    };
  } catch (error) {
    throw brokenSlice(name, error);
  }
}

export function brokenSlice(name: string, cause: unknown): TenantTrailError {
  return new TenantTrailError(
    "broken-slice",
    `This slice cannot be read: ${name}. Restore it from a backup, or delete it and import its day again.`,
    { cause },
  );
}
