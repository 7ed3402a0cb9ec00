import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import type { TimeRange } from "./merge-sql.ts";

/** The first and the last instant of a JavaScript date. */
const [startOfTime, endOfTime] = [-8.64e15, 8.64e15];

/** How much a merge has to write, the rows that it replaces included. */
export interface MergeSize {
  readonly rows: number;
  /** Of their records. */
  readonly bytes: number;
}

/** Rows that are to be sorted by event time. */
export interface UnsortedRows {
  /** A SELECT of `event_ms` of each. */
  readonly eventTimes: string;
  /** A SELECT in the order of event time of all of them, or of those of a stretch of time. */
  readonly sorted: (times?: TimeRange) => Promise<string>;
}

/**
 * Gives `write` a SELECT of the rows in the order of event time. With more than one of `runs` they are sorted stretch
 * by stretch into a table, which can be moved to the disk; DuckDB's own sort would hold them all.
 */
export async function writeSorted(
  connection: DuckDBConnection,
  runs: number,
  rows: UnsortedRows,
  write: (sorted: string) => Promise<void>,
): Promise<void> {
  if (runs <= 1) return write(await rows.sorted());
  try {
    for (const [index, times] of (await stretches(connection, runs, rows.eventTimes)).entries()) {
      const select = await rows.sorted(times);
      await connection.run(index === 0 ? `CREATE TEMP TABLE sorted AS ${select}` : `INSERT INTO sorted ${select}`);
    }
    await write("SELECT * FROM sorted");
  } finally {
    await connection.run("DROP TABLE IF EXISTS sorted");
  }
}

/** Measures the relation `incoming`, and a held slice by its footer. */
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

/** Stretches of event time that hold about as many rows each and together hold all, oldest first. */
async function stretches(connection: DuckDBConnection, count: number, eventTimes: string): Promise<TimeRange[]> {
  const shares = Array.from({ length: count - 1 }, (_, index) => (index + 1) / count);
  const reader = await connection.runAndReadAll(
    `SELECT unnest(quantile_disc(event_ms, [${shares.join(", ")}]))::DOUBLE
     FROM (${eventTimes})`,
  );
  const cuts = [...new Set(reader.getRowsJS().map(([ms]) => Number(ms)))];
  const ends = [...cuts, endOfTime];
  return ends.map((toMs, index) => ({ fromMs: ends[index - 1] ?? startOfTime, toMs }));
}
