import {
  BIGINT,
  BOOLEAN,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  INTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import type { Source, TableName } from "../protocol/tables.ts";

/** A record on its way into the lake, identified but not yet in a slice. */
export interface StagedRow {
  /** Which of the run's inputs it came from: a file or a request. */
  readonly input: number;
  /** 1-based line or position in that input. */
  readonly line: number;
  readonly table: TableName;
  /** Null when nobody named it: the commit decides. */
  readonly tenantId: string | null;
  readonly key: string;
  /** Milliseconds since 1970, truncated. */
  readonly eventTimeMs: number;
  readonly source: Source;
  readonly timeIsApproximate: boolean;
  /** When the response was made, milliseconds since 1970; null for imports. */
  readonly observedMs: number | null;
  /** Of a stretch that was read before: when it is added, it came late. */
  readonly late: boolean;
  /** The untouched JSON. */
  readonly raw: string;
}

const types = [INTEGER, INTEGER, VARCHAR, VARCHAR, VARCHAR, BIGINT, VARCHAR, BOOLEAN, BIGINT, BOOLEAN, VARCHAR];

/** So much text, in UTF-16 units, is held before it is written to the work database's file. */
const unwrittenLimit = 64 * 1024 * 1024;

/** DuckDB's vectors hold this many rows. */
const chunkRows = 2048;

/**
 * Makes the table that a run collects its rows in, before they are merged slice by slice. It lives in the work
 * database's file, so its size is bounded by the disk and not by memory.
 */
export async function createStaging(connection: DuckDBConnection): Promise<void> {
  // Compressing what is read once and deleted costs more than writing it.
  await connection.run("SET force_compression = 'uncompressed'");
  await connection.run(
    `CREATE TABLE staged (
       input INTEGER, line INTEGER, tbl VARCHAR, tenant_id VARCHAR, key VARCHAR, event_ms BIGINT,
       source VARCHAR, approximate BOOLEAN, observed_ms BIGINT, late BOOLEAN, raw VARCHAR)`,
  );
  await connection.run("CREATE TABLE inputs (input INTEGER, ref VARCHAR)");
}

/** Names an input: the request id, or the SHA-256 of the file; `sourceRef` is made from it. */
export async function nameInput(connection: DuckDBConnection, input: number, ref: string): Promise<void> {
  await connection.run("INSERT INTO inputs VALUES ($input, $ref)", { input, ref });
}

/** Adds rows to the staging table; what was added is there once it is closed. */
export class StagingWriter {
  readonly #appender: DuckDBAppender;
  #unwritten = 0;

  private constructor(appender: DuckDBAppender) {
    this.#appender = appender;
  }

  /** One writer serves a whole run: closing one costs a write to the disk. */
  static async open(connection: DuckDBConnection): Promise<StagingWriter> {
    return new StagingWriter(await connection.createAppender("staged"));
  }

  add(rows: readonly StagedRow[]): void {
    for (let from = 0; from < rows.length; from += chunkRows) {
      const part = rows.slice(from, from + chunkRows);
      const chunk = DuckDBDataChunk.create(types, part.length);
      chunk.setColumns([
        part.map((row) => row.input),
        part.map((row) => row.line),
        part.map((row) => row.table),
        part.map((row) => row.tenantId),
        part.map((row) => row.key),
        part.map((row) => BigInt(row.eventTimeMs)),
        part.map((row) => row.source),
        part.map((row) => row.timeIsApproximate),
        part.map((row) => (row.observedMs === null ? null : BigInt(row.observedMs))),
        part.map((row) => row.late),
        part.map((row) => row.raw),
      ]);
      this.#appender.appendDataChunk(chunk);
      this.#unwritten += part.reduce((sum, { raw }) => sum + raw.length, 0);
    }
    if (this.#unwritten < unwrittenLimit) return;
    this.#appender.flushSync();
    this.#unwritten = 0;
  }

  close(): void {
    this.#appender.closeSync();
  }
}

/** Adds rows to the staging table at once. */
export async function stageRows(connection: DuckDBConnection, rows: readonly StagedRow[]): Promise<void> {
  const writer = await StagingWriter.open(connection);
  writer.add(rows);
  writer.close();
}
