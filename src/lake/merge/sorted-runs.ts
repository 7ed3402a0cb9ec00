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
  /** Of the largest record; 0 where those that are held are of the usual size. */
  readonly largest: number;
}

/** DuckDB reads the JSON of so many rows at once, for which it takes several times their bytes. */
const vectorRows = 2048;

/** More bytes of records than this are not read at once. */
const mostAtOnce = 48 * 1024 * 1024;

/** So many bytes of records are a piece, with one record or instant more. */
const pieceBytes = 16 * 1024 * 1024;

/** Records of a slice with fewer bytes on average are of the usual size. */
const usualBytes = 8 * 1024;

/** Whether records are so large that their columns are to be derived piece by piece. */
export function isBulky({ bytes, largest }: MergeSize): boolean {
  return Math.min(bytes, vectorRows * largest) > mostAtOnce;
}

/** Rows that are to be sorted by event time. */
export interface UnsortedRows {
  /** A SELECT of `event_ms` of each and of the bytes of its record, `bytes`. */
  readonly times: string;
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
    for (const [index, times] of (await stretches(connection, runs, rows.times)).entries()) {
      const select = await rows.sorted(times);
      await connection.run(index === 0 ? `CREATE TEMP TABLE sorted AS ${select}` : `INSERT INTO sorted ${select}`);
    }
    await write("SELECT * FROM sorted");
  } finally {
    await connection.run("DROP TABLE IF EXISTS sorted");
  }
}

/**
 * Gives `write` a SELECT of the rows in the order of event time, each as `derive` makes it, when the records are too large
 * to be read 2,048 at once: a table of each piece, which can be moved to the disk.
 */
export async function writeInPieces(
  connection: DuckDBConnection,
  rows: UnsortedRows,
  derive: (sorted: string) => string,
  write: (derived: string) => Promise<void>,
): Promise<void> {
  const pieces: string[] = [];
  try {
    for (const times of await piecesOf(connection, rows.times)) {
      const name = `piece_${pieces.length}`;
      const select = derive(await rows.sorted(times));
      pieces.push(name);
      await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} AS ${select}`);
    }
    await write(pieces.map((name) => `FROM ${name}`).join(" UNION ALL "));
  } finally {
    for (const name of pieces) await connection.run(`DROP TABLE IF EXISTS ${name}`);
  }
}

/** Measures the relation `incoming`, and a held slice by its footer. */
export async function measureMerge(connection: DuckDBConnection, heldFile: string | undefined): Promise<MergeSize> {
  const held =
    heldFile === undefined
      ? ""
      : `UNION ALL SELECT num_values, total_uncompressed_size, 0, total_uncompressed_size / num_values
         FROM parquet_metadata(${literal(heldFile)}) WHERE path_in_schema = 'raw'`;
  const reader = await connection.runAndReadAll(
    `SELECT sum(rows)::DOUBLE, sum(bytes)::DOUBLE, max(largest)::DOUBLE, max(average)::DOUBLE
     FROM (SELECT count(*) AS rows, coalesce(sum(strlen(raw)), 0) AS bytes, coalesce(max(strlen(raw)), 0) AS largest, 0 AS average
           FROM incoming ${held})`,
  );
  const [rows, bytes, largest, average] = (reader.getRowsJS()[0] ?? []).map(Number);
  const ofHeld = (average ?? 0) > usualBytes ? await largestHeld(connection) : 0;
  return { rows: rows ?? 0, bytes: bytes ?? 0, largest: Math.max(largest ?? 0, ofHeld) };
}

async function largestHeld(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll("SELECT max(strlen(raw))::DOUBLE FROM existing");
  return Number(reader.getRowsJS()[0]?.[0] ?? 0);
}

/** Stretches of event time of about `pieceBytes` each that together hold all, oldest first. */
async function piecesOf(connection: DuckDBConnection, times: string): Promise<TimeRange[]> {
  const reader = await connection.runAndReadAll(
    `SELECT min(event_ms)::DOUBLE FROM (
       SELECT event_ms, sum(bytes) OVER (ORDER BY event_ms) // ${pieceBytes} AS piece FROM (${times})
     ) GROUP BY piece ORDER BY piece`,
  );
  const [, ...begins] = reader.getRowsJS().map(([ms]) => Number(ms));
  return between(begins);
}

/** Stretches of event time that hold about as many rows each and together hold all, oldest first. */
async function stretches(connection: DuckDBConnection, count: number, eventTimes: string): Promise<TimeRange[]> {
  const shares = Array.from({ length: count - 1 }, (_, index) => (index + 1) / count);
  const reader = await connection.runAndReadAll(
    `SELECT unnest(quantile_disc(event_ms, [${shares.join(", ")}]))::DOUBLE
     FROM (${eventTimes})`,
  );
  const cuts = [...new Set(reader.getRowsJS().map(([ms]) => Number(ms)))];
  return between(cuts);
}

/** The stretches of all time that begin and end at some instants. */
function between(cuts: readonly number[]): TimeRange[] {
  const ends = [...cuts, endOfTime];
  return ends.map((toMs, index) => ({ fromMs: ends[index - 1] ?? startOfTime, toMs }));
}
