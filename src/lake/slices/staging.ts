import {
  BIGINT,
  BOOLEAN,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  INTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import bindings from "@duckdb/node-bindings";
import { sum } from "../../base/sum.ts";
import type { Source, TableName } from "../../protocol/tables.ts";

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
  /** True when its stretch was read before: if the row is added, it came late. */
  readonly late: boolean;
  /** The untouched JSON. */
  readonly raw: string;
}

/** What many records have in common. */
export interface StagedOrigin {
  readonly table: TableName;
  readonly source: Source;
  readonly tenantId: string | null;
  readonly timeIsApproximate: boolean;
}

/** Records of one input, column by column, with an entry for each row; see `StagedRow` for what they mean. */
export interface StagedColumns {
  readonly lines: Int32Array;
  readonly keys: readonly string[];
  /** Whole milliseconds. */
  readonly eventTimesMs: Float64Array;
  readonly origins: readonly StagedOrigin[];
  /** Indices into `origins`. */
  readonly originOf: Uint16Array;
  /** The untouched JSON of all records in UTF-8, one behind the other. */
  readonly raw: Uint8Array;
  /** Where each record's JSON ends in `raw`. */
  readonly rawEnds: Uint32Array;
}

const types = [INTEGER, INTEGER, VARCHAR, VARCHAR, VARCHAR, BIGINT, VARCHAR, BOOLEAN, BIGINT, BOOLEAN, VARCHAR];

const rawColumn = types.length - 1;

/** So much text, in UTF-16 units or bytes, is held before it is written to the work database's file. */
const unwrittenLimit = 64 * 1024 * 1024;

/** DuckDB's vectors hold this many rows. */
const chunkRows = 2048;

/** DuckDB writes the rows of a staging file in groups of so many, and holds a whole group in memory to write it. */
export const rowGroupRows = 2 * chunkRows;

/**
 * When the rows of one group have so many bytes, they get a table of their own: DuckDB has no row groups of fewer rows
 * than a vector. One record more, of 64 MB at most, still fits into the memory of a staging file.
 */
const rowGroupBytes = 40 * 1024 * 1024;

/** Rows of different tables differ in their number by at least this. */
const idsOfTable = 2 ** 40;

/**
 * Makes what a run collects its rows in, before they are merged slice by slice: the tables `staged_1` and following,
 * which the view `staged` shows as one with a number for each row, `id`. They live in the work database's file, so
 * their size is bounded by the disk and not by memory.
 */
export async function createStaging(connection: DuckDBConnection): Promise<void> {
  // The table is read once and deleted, so compressing it would cost more than writing it.
  await connection.run("SET force_compression = 'uncompressed'");
  await addTable(connection, 1);
  await connection.run("CREATE TABLE inputs (input INTEGER, ref VARCHAR)");
}

/** Drops what `createStaging` and those who staged rows have made, if anything. */
export async function dropStaging(connection: DuckDBConnection): Promise<void> {
  const last = await lastTable(connection);
  await connection.run("DROP VIEW IF EXISTS staged");
  for (let table = 1; table <= last; table += 1) await connection.run(`DROP TABLE staged_${table}`);
  await connection.run("DROP TABLE IF EXISTS inputs");
}

/** Adds a column to the staged rows, of which there are none yet; answers the name of the table that they are put into. */
export async function addStagedColumn(connection: DuckDBConnection, column: string): Promise<string> {
  await connection.run(`ALTER TABLE staged_1 ADD COLUMN ${column}`);
  await showTables(connection, 1);
  return "staged_1";
}

async function addTable(connection: DuckDBConnection, number: number): Promise<void> {
  await connection.run(
    `CREATE TABLE staged_${number} (
       input INTEGER, line INTEGER, tbl VARCHAR, tenant_id VARCHAR, key VARCHAR, event_ms BIGINT,
       source VARCHAR, approximate BOOLEAN, observed_ms BIGINT, late BOOLEAN, raw VARCHAR)`,
  );
  await showTables(connection, number);
}

async function showTables(connection: DuckDBConnection, count: number): Promise<void> {
  const rows = Array.from(
    { length: count },
    (_, index) => `SELECT rowid + ${index * idsOfTable} AS id, * FROM staged_${index + 1}`,
  );
  await connection.run(`CREATE OR REPLACE VIEW staged AS ${rows.join(" UNION ALL ")}`);
}

async function lastTable(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::INTEGER FROM duckdb_tables()
     WHERE database_name = current_database() AND regexp_full_match(table_name, 'staged_[0-9]+')`,
  );
  return Number(reader.getRowsJS()[0]?.[0]);
}

/** Names an input: the request id, or the SHA-256 of the file; `sourceRef` is made from it. */
export async function nameInput(connection: DuckDBConnection, input: number, ref: string): Promise<void> {
  await connection.run("INSERT INTO inputs VALUES ($input, $ref)", { input, ref });
}

/** Adds rows to the staging tables; what was added is there once it is closed. */
export class StagingWriter {
  readonly #connection: DuckDBConnection;
  #table: number;
  #appender: DuckDBAppender;
  #unwritten = 0;
  /** Of the row group that is being filled. */
  #groupRows = 0;
  #groupBytes = 0;

  private constructor(connection: DuckDBConnection, table: number, appender: DuckDBAppender) {
    this.#connection = connection;
    this.#table = table;
    this.#appender = appender;
  }

  /** One writer serves a whole run: closing one costs a write to the disk. */
  static async open(connection: DuckDBConnection): Promise<StagingWriter> {
    const table = await lastTable(connection);
    return new StagingWriter(connection, table, await connection.createAppender(`staged_${table}`));
  }

  async add(rows: readonly StagedRow[]): Promise<void> {
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
      await this.#append(
        chunk,
        sum(part, ({ raw }) => raw.length),
      );
    }
  }

  /** Adds at most 2,048 rows of an input; `unnamedTenant` owns those that name no tenant. */
  async addColumns(input: number, columns: StagedColumns, unnamedTenant: string | null): Promise<void> {
    const { keys, lines, eventTimesMs, origins, originOf, raw, rawEnds } = columns;
    const count = lines.length;
    if (count === 0) return;
    const chunk = DuckDBDataChunk.create(types, count);
    const ofOrigin = (value: (origin: StagedOrigin) => string | boolean | null): (string | boolean | null)[] => {
      const values = origins.map(value);
      return Array.from(originOf, (origin) => values[origin] ?? null);
    };
    const all = (value: number | boolean | null): (number | boolean | null)[] => new Array(count).fill(value);
    const values = [
      all(input),
      Array.from(lines),
      ofOrigin(({ table }) => table),
      ofOrigin(({ tenantId }) => tenantId ?? unnamedTenant),
      keys,
      Array.from(eventTimesMs, BigInt),
      ofOrigin(({ source }) => source),
      ofOrigin(({ timeIsApproximate }) => timeIsApproximate),
      all(null),
      all(false),
    ];
    for (const [column, ofColumn] of values.entries()) chunk.setColumnValues(column, ofColumn);
    // The bytes are appended as they are, because strings would be decoded only to be encoded again.
    const vector = bindings.data_chunk_get_vector(chunk.chunk, rawColumn);
    let start = 0;
    for (const [row, end] of rawEnds.entries()) {
      bindings.vector_assign_string_element_len(vector, row, raw.subarray(start, end));
      start = end;
    }
    await this.#append(chunk, raw.length);
  }

  async #append(chunk: DuckDBDataChunk, size: number): Promise<void> {
    this.#appender.appendDataChunk(chunk);
    this.#unwritten += size;
    this.#groupRows += chunk.rowCount;
    this.#groupBytes += size;
    if (this.#groupBytes >= rowGroupBytes) return this.#beginTable();
    if (this.#groupRows >= rowGroupRows) [this.#groupRows, this.#groupBytes] = [0, 0];
    if (this.#unwritten < unwrittenLimit) return;
    this.#appender.flushSync();
    this.#unwritten = 0;
  }

  async #beginTable(): Promise<void> {
    this.#appender.closeSync();
    await this.#connection.run("CHECKPOINT");
    this.#table += 1;
    await addTable(this.#connection, this.#table);
    this.#appender = await this.#connection.createAppender(`staged_${this.#table}`);
    [this.#unwritten, this.#groupRows, this.#groupBytes] = [0, 0, 0];
  }

  close(): void {
    this.#appender.closeSync();
  }
}

/** Adds rows to the staging tables at once. */
export async function stageRows(connection: DuckDBConnection, rows: readonly StagedRow[]): Promise<void> {
  const writer = await StagingWriter.open(connection);
  await writer.add(rows);
  writer.close();
}
