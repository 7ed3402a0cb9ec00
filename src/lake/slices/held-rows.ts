import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../../duckdb/database.ts";
import { schemaVersion, tables } from "../../tables/schema/tables.ts";
import type { SliceState } from "../ledger/ledger-state.ts";
import { keySql } from "../merge/merge-sql.ts";
import type { FileStorage } from "../storage/storage.ts";
import { holdSlice } from "./held-file.ts";
import { brokenSlice } from "./slice-footer.ts";
import type { HeldRow, HeldRowsQuestion } from "./slice-work.ts";

/** The rows of some slices that a question is about and that were not shown. @throws TenantTrailError `broken-slice`. */
export async function rowsNotShown(
  connection: DuckDBConnection,
  storage: FileStorage,
  paths: readonly string[],
  question: HeldRowsQuestion,
  isShown: (key: string) => boolean,
): Promise<readonly HeldRow[]> {
  const found: HeldRow[] = [];
  for (const path of paths) {
    const { missing, release } = await storage.lend([path], { mayLack: true });
    // What is gone is for `verify` to say.
    if (missing.length > 0) continue;
    const file = storage.fileOf(path);
    try {
      const result = await connection.stream(heldRowsSql(file, question));
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        for (const [key, eventMs] of chunk.getRows())
          if (!isShown(String(key))) found.push({ key: String(key), eventMs: Number(eventMs) });
      }
    } catch (error) {
      throw brokenSlice(storage.locate(path), error);
    } finally {
      await release();
    }
  }
  return found;
}

function heldRowsSql(file: string, question: HeldRowsQuestion): string {
  const { table, tenantId, source, signInKind, fromMs, toMs, seenBeforeMs } = question;
  const eventTime = identifier(tables[table].eventTime.toLowerCase());
  const time = (ms: number): string => `make_timestamp(${ms}::BIGINT * 1000)`;
  const conditions = [
    `tenantid = ${literal(tenantId)}`,
    `source = ${literal(source)}`,
    `${eventTime} >= ${time(fromMs)} AND ${eventTime} < ${time(toMs)}`,
    `firstseenat < ${time(seenBeforeMs)}`,
    ...(signInKind === undefined ? [] : [`signinkind = ${literal(signInKind)}`]),
  ];
  return `SELECT ${keySql(tables[table])} AS key, epoch_ms(${eventTime}::TIMESTAMP)::DOUBLE
          FROM read_parquet(${literal(file)}, hive_partitioning = false) WHERE ${conditions.join(" AND ")}`;
}

/**
 * The lines of a file of which a slice holds the one record as this file gave it, and how many bytes each has. None are
 * told of a slice that is not what its ledger says, or whose columns an older version derived.
 *
 * @param fileSha256 SHA-256 of the imported file, lower-case hex.
 * @param tenantId only rows of this tenant; undefined for all.
 * @throws TenantTrailError as `holdSlice` does, and `broken-slice`.
 */
export async function linesHeld(
  connection: DuckDBConnection,
  storage: FileStorage,
  { path, sha256 }: Pick<SliceState, "path" | "sha256">,
  fileSha256: string,
  tenantId: string | undefined,
): Promise<readonly { readonly line: number; readonly bytes: number }[]> {
  const held = await holdSlice(connection, storage, path);
  const ofTenant = tenantId === undefined ? "" : `AND tenantid = ${literal(tenantId)}`;
  try {
    if (held?.sha256 !== sha256 || held.schemaVersion !== schemaVersion) return [];
    const reader = await connection.runAndReadAll(
      `SELECT TRY_CAST(substr(sourceref, ${fileSha256.length + 2}) AS INTEGER) AS line, any_value(strlen(raw))::INTEGER
       FROM read_parquet(${literal(held.file)}, hive_partitioning = false)
       WHERE starts_with(sourceref, ${literal(`${fileSha256}:`)}) ${ofTenant}
       GROUP BY line HAVING line IS NOT NULL AND count(*) = 1`,
    );
    return reader.getRowsJS().map(([line, bytes]) => ({ line: Number(line), bytes: Number(bytes) }));
  } catch (error) {
    throw brokenSlice(storage.locate(path), error);
  } finally {
    await held?.release?.();
  }
}
