import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../../duckdb/database.ts";
import { schemaVersion, tables } from "../../tables/schema/all-tables.ts";
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

/** What is asked of the lines of an imported file. */
interface LinesQuestion {
  /** What its rows are known by: `sourceRef` without the line. */
  readonly refs: readonly string[];
  /** Only rows of this tenant; undefined for all. */
  readonly tenantId: string | undefined;
}

/**
 * The lines of a file of which a slice holds the one record as this file gave it, and how many bytes each has, told one
 * by one. None are told of a slice that is not what its ledger says, or whose columns an older version derived.
 *
 * @throws TenantTrailError as `holdSlice` does, and `broken-slice`.
 */
export async function linesHeld(
  connection: DuckDBConnection,
  storage: FileStorage,
  { path, sha256 }: Pick<SliceState, "path" | "sha256">,
  { refs, tenantId }: LinesQuestion,
  tell: (line: number, bytes: number) => void,
): Promise<void> {
  const held = await holdSlice(connection, storage, path);
  const ofTenant = tenantId === undefined ? "" : `AND tenantid = ${literal(tenantId)}`;
  const ofFile = refs.map((ref) => `starts_with(sourceref, ${literal(`${ref}:`)})`).join(" OR ");
  try {
    if (held?.sha256 !== sha256 || held.schemaVersion !== schemaVersion) return;
    const result = await connection.stream(
      `SELECT TRY_CAST(split_part(sourceref, ':', 2) AS INTEGER) AS line, any_value(strlen(raw))::INTEGER
       FROM read_parquet(${literal(held.file)}, hive_partitioning = false)
       WHERE (${ofFile}) ${ofTenant}
       GROUP BY line HAVING line IS NOT NULL AND count(*) = 1`,
    );
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
      for (const [line, bytes] of chunk.getRows()) tell(Number(line), Number(bytes));
  } catch (error) {
    throw brokenSlice(storage.locate(path), error);
  } finally {
    await held?.release?.();
  }
}
