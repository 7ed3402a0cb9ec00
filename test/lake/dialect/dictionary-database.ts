import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { trinoFunctionsSql } from "../../../src/dialect/macros/trino-functions.ts";
import { Database, literal } from "../../../src/duckdb/database.ts";

/**
 * The same rows twice: in `memory`, and in `slice`, whose Parquet columns are dictionaries, of which DuckDB may compute
 * a function for every value at once.
 */
export class DictionaryDatabase implements AsyncDisposable {
  readonly connection: DuckDBConnection;
  readonly #database: Database;
  readonly #folder: string;

  private constructor(connection: DuckDBConnection, database: Database, folder: string) {
    this.connection = connection;
    this.#database = database;
    this.#folder = folder;
  }

  /** @param rows a SELECT. */
  static async open(rows: string): Promise<DictionaryDatabase> {
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-dictionary-"));
    const database = await Database.open({ threads: 1 });
    const connection = await database.connect();
    for (const statement of trinoFunctionsSql()) await connection.run(statement);
    const file = literal(join(folder, "values.parquet"));
    await connection.run(`CREATE TABLE memory AS ${rows}`);
    await connection.run(`COPY memory TO ${file}`);
    await connection.run(`CREATE VIEW slice AS SELECT * FROM read_parquet(${file})`);
    return new DictionaryDatabase(connection, database, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connection.closeSync();
    this.#database.close();
    await rm(this.#folder, { recursive: true });
  }
}
