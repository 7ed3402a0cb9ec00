import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../../duckdb/database.ts";
import { tables } from "../../tables/schema/tables.ts";
import { keySql } from "../merge/merge-sql.ts";
import type { FileStorage } from "../storage/storage.ts";
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
