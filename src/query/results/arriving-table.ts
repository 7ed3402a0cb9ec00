import { type DuckDBConnection, DuckDBDataChunk, type DuckDBType, VARCHAR } from "@duckdb/node-api";
import { interruptible } from "../../duckdb/database.ts";
import { failureOf } from "../../duckdb/failures.ts";
import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";

/** Values of one row as texts; NULL is null. */
export type TextRow = readonly (string | null)[];

/** How a column of texts is held: DuckDB's type, and the text as a value of it. */
export interface ArrivingColumn {
  readonly name: string;
  readonly type: string;
  /** @param text a column of texts, as an SQL expression. */
  value(text: string): string;
}

/** What is collected before it is made values: rows, and characters. */
const most = { rows: 40_000, characters: 16_000_000 };
/** Rows of one chunk of DuckDB (its standard vector size). */
const chunkRows = 2048;

/** A table of a result whose rows arrive as texts, a batch at a time, so that memory does not grow with them. */
export class ArrivingTable {
  readonly #connection: DuckDBConnection;
  readonly #schema: string;
  readonly #name: string;
  readonly #columns: readonly ArrivingColumn[];
  readonly #signal: AbortSignal | undefined;
  #waiting: TextRow[] = [];
  #characters = 0;
  #rowCount = 0;

  private constructor(
    connection: DuckDBConnection,
    schema: string,
    name: string,
    columns: readonly ArrivingColumn[],
    signal: AbortSignal | undefined,
  ) {
    this.#connection = connection;
    this.#schema = schema;
    this.#name = name;
    this.#columns = columns;
    this.#signal = signal;
  }

  /** Makes the table, whose columns are called `c0`, `c1`, … */
  static async make(
    connection: DuckDBConnection,
    schema: string,
    name: string,
    columns: readonly ArrivingColumn[],
    signal: AbortSignal | undefined,
  ): Promise<ArrivingTable> {
    const declared = columns.map(({ type }, index) => `c${index} ${type}`).join(", ");
    await connection.run(`CREATE TABLE ${schema}.${name} (${declared})`);
    return new ArrivingTable(connection, schema, name, columns, signal);
  }

  /** Rows that can be read. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** The columns' names and types as the table has them. */
  async shape(): Promise<{ readonly names: readonly string[]; readonly types: readonly DuckDBType[] }> {
    const empty = await this.#connection.run(`SELECT * FROM ${this.#schema}.${this.#name} LIMIT 0`);
    return { names: empty.columnNames(), types: empty.columnTypes() };
  }

  /** Takes rows, which can be read after the next `flush`; it flushes by itself where many wait. */
  async append(rows: readonly TextRow[]): Promise<void> {
    for (const row of rows) {
      this.#waiting.push(row);
      for (const value of row) this.#characters += value?.length ?? 0;
      if (this.#waiting.length >= most.rows || this.#characters >= most.characters) await this.flush();
    }
  }

  /**
   * Makes values of the rows that wait, in their order.
   * @throws TenantTrailError `read-failed` for a text that is no value of its column; CancelledError.
   */
  async flush(): Promise<void> {
    throwIfCancelled(this.#signal);
    const rows = this.#waiting;
    if (rows.length === 0) return;
    this.#waiting = [];
    this.#characters = 0;
    const texts = `${this.#name}_texts`;
    await this.#connection.run(
      `CREATE TABLE ${this.#schema}.${texts} (${this.#columns.map((_, index) => `c${index} VARCHAR`).join(", ")})`,
    );
    try {
      await this.#appendTexts(texts, rows);
      await this.#takeValues(texts);
    } finally {
      await this.#connection.run(`DROP TABLE ${this.#schema}.${texts}`);
    }
    this.#rowCount += rows.length;
  }

  async #appendTexts(texts: string, rows: readonly TextRow[]): Promise<void> {
    const appender = await this.#connection.createAppender(texts, this.#schema);
    const types = this.#columns.map(() => VARCHAR);
    for (let from = 0; from < rows.length; from += chunkRows) {
      const some = rows.slice(from, from + chunkRows);
      const chunk = DuckDBDataChunk.create(types, some.length);
      chunk.setColumns(this.#columns.map((_, index) => some.map((row) => row[index] ?? null)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  async #takeValues(texts: string): Promise<void> {
    const values = this.#columns.map(({ value }, index) => value(`c${index}`)).join(", ");
    const take = `INSERT INTO ${this.#schema}.${this.#name} SELECT ${values} FROM ${this.#schema}.${texts} ORDER BY rowid`;
    try {
      await interruptible(this.#connection, this.#signal, () => this.#connection.run(take));
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure?.type !== "Conversion" && failure?.type !== "Invalid Input") throw cause;
      throw new TenantTrailError(
        "read-failed",
        "A value of the result is none of its column's type. Run the query again; if this comes again, CAST the columns to varchar and report it.",
        { cause },
      );
    }
  }
}
