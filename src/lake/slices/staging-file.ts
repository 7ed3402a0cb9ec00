import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Database, literal } from "../../duckdb/database.ts";
import { createStaging, rowGroupRows } from "./staging.ts";

/** Rows go to the disk as they come, so filling the file needs little memory. */
const memoryLimit = "192MB";

/**
 * The staging tables in a file of their own, which is filled before a commit reads it. Its row groups are small, so that
 * little is held before it is written, and a slice's rows are found without reading all.
 */
export class StagingFile {
  readonly #database: Database;
  readonly #path: string;

  private constructor(database: Database, path: string) {
    this.#database = database;
    this.#path = path;
  }

  /** Makes the file in a folder that whoever made it deletes. */
  static async create(folder: string): Promise<StagingFile> {
    const path = join(folder, "staging.duckdb");
    // The thread that flushes an appender does the work itself; with more threads it would spin while another does it.
    const database = await Database.open({ temporaryFolder: folder, memoryLimit, threads: 1 });
    try {
      return await database.use(async (connection) => {
        // The staged rows of a killed import are of no use, so nothing is recovered.
        await connection.run(
          `ATTACH ${literal(path)} AS staging (ROW_GROUP_SIZE ${rowGroupRows}, RECOVERY_MODE no_wal_writes)`,
        );
        await connection.run("USE staging");
        await createStaging(connection);
        return new StagingFile(database, path);
      });
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** A new connection that finds `staged` and `inputs`; the caller closes it. */
  async connect(): Promise<DuckDBConnection> {
    const connection = await this.#database.connect();
    await connection.run("USE staging");
    return connection;
  }

  /** Ends the filling: from now on the tables are `staged` and `inputs` of another database's connection. */
  async giveTo(connection: DuckDBConnection): Promise<void> {
    await this.#database.use(async (own) => {
      await own.run("CHECKPOINT staging");
      await own.run("DETACH staging");
    });
    await connection.run(`ATTACH ${literal(this.#path)} AS staging`);
    await connection.run("USE staging");
  }

  close(): void {
    this.#database.close();
  }
}
