import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../duckdb/database.ts";
import { mergedRowsSql, type TimeRange } from "./merge-sql.ts";

/** The first and the last instant of a JavaScript date. */
const [startOfTime, endOfTime] = [-8.64e15, 8.64e15];

/** How much a merge has to write, the rows that it replaces included. */
export interface MergeSize {
  readonly rows: number;
  /** Of their records. */
  readonly bytes: number;
}

/**
 * Gives `write` a SELECT of the merged rows in the order of event time. With more than one of `runs` they are sorted
 * stretch by stretch into files of `folder`; DuckDB's own sort would hold them all. `defineExisting` makes the view `existing` of one stretch of the held slice's rows.
 */
export async function writeSorted(
  connection: DuckDBConnection,
  folder: string,
  runs: number,
  defineExisting: (times: TimeRange) => Promise<unknown>,
  write: (merged: string) => Promise<void>,
): Promise<void> {
  if (runs <= 1) return write(mergedRowsSql());
  const files: string[] = [];
  for (const times of await stretches(connection, runs)) {
    const file = join(folder, `${files.length}.parquet`);
    await defineExisting(times);
    await connection.run(
      `COPY (${mergedRowsSql(times)}) TO ${literal(file)} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 8192)`,
    );
    files.push(literal(file));
  }
  await inOneThread(connection, () => write(`SELECT * FROM read_parquet([${files.join(", ")}])`));
}

/** Several threads that read several files give their rows in another order (seen with DuckDB 1.5.5). */
async function inOneThread(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  const reader = await connection.runAndReadAll("SELECT current_setting('threads')::INTEGER");
  await connection.run("SET GLOBAL threads = 1");
  try {
    await work();
  } finally {
    await connection.run(`SET GLOBAL threads = ${reader.getRowsJS()[0]?.[0]}`);
  }
}

/** Measures the relation `incoming` and a held slice, whose footer tells. */
export async function measureMerge(connection: DuckDBConnection, heldFile: string | undefined): Promise<MergeSize> {
  const held =
    heldFile === undefined
      ? ""
      : `UNION ALL SELECT num_values, total_uncompressed_size
         FROM parquet_metadata(${literal(heldFile)}) WHERE path_in_schema = 'raw'`;
  const reader = await connection.runAndReadAll(
    `SELECT sum(rows)::DOUBLE, sum(bytes)::DOUBLE
     FROM (SELECT count(*) AS rows, coalesce(sum(strlen(raw)), 0) AS bytes FROM incoming ${held})`,
  );
  const [rows, bytes] = reader.getRowsJS()[0] ?? [];
  return { rows: Number(rows), bytes: Number(bytes) };
}

/** Stretches of event time that hold about as many rows each, oldest first, and together all. */
async function stretches(connection: DuckDBConnection, count: number): Promise<TimeRange[]> {
  const shares = Array.from({ length: count - 1 }, (_, index) => (index + 1) / count);
  const reader = await connection.runAndReadAll(
    `SELECT unnest(quantile_disc(event_ms, [${shares.join(", ")}]))::DOUBLE
     FROM (SELECT event_ms FROM existing UNION ALL SELECT event_ms FROM incoming)`,
  );
  const cuts = [...new Set(reader.getRowsJS().map(([ms]) => Number(ms)))];
  const ends = [...cuts, endOfTime];
  return ends.map((toMs, index) => ({ fromMs: ends[index - 1] ?? startOfTime, toMs }));
}
