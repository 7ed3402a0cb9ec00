import { type DuckDBConnection, DuckDBInstance, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import { CancelledError, throwIfCancelled } from "../protocol/errors.ts";

export type Parameters = Readonly<Record<string, DuckDBValue>>;

export type ParameterTypes = Readonly<Record<string, DuckDBType>>;

/** Values of a statement's `$name` parameters, with the types of values that do not show their own. */
export interface Bound {
  readonly values: Parameters;
  readonly types: ParameterTypes;
}

/** What an engine may use; the defaults leave room for the editor on a small machine. */
export interface DatabaseOptions {
  /** A database file, or `:memory:`. */
  readonly path?: string;
  /** Folder for spilling; without it a query that outgrows the memory fails. */
  readonly temporaryFolder?: string;
  /** For example `600MB`. */
  readonly memoryLimit?: string;
  readonly threads?: number;
}

/** One DuckDB instance; every question runs on a connection of its own, so that it can be interrupted alone. */
export class Database {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  /** Opens an instance whose clock is UTC and that never loads or fetches an extension. */
  static async open(options: DatabaseOptions = {}): Promise<Database> {
    const instance = await DuckDBInstance.create(options.path ?? ":memory:");
    const database = new Database(instance);
    await database.use(async (connection) => {
      await connection.run("SET GLOBAL TimeZone = 'UTC'");
      await connection.run("SET GLOBAL autoinstall_known_extensions = false");
      await connection.run("SET GLOBAL autoload_known_extensions = false");
      // Slices are read once: what it would keep of their files fills the memory up to the limit.
      await connection.run("SET GLOBAL enable_external_file_cache = false");
      if (options.memoryLimit !== undefined)
        await connection.run(`SET GLOBAL memory_limit = ${literal(options.memoryLimit)}`);
      if (options.threads !== undefined) await connection.run(`SET GLOBAL threads = ${options.threads}`);
      if (options.temporaryFolder !== undefined)
        await connection.run(`SET GLOBAL temp_directory = ${literal(options.temporaryFolder)}`);
    });
    return database;
  }

  /** A new connection; the caller closes it. */
  async connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** Runs `work` on a connection that is closed afterwards. */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  }

  close(): void {
    this.#instance.closeSync();
  }
}

/**
 * Runs `work` and interrupts the connection's statement when the signal aborts.
 * @throws CancelledError when the signal was aborted, whatever the engine said.
 */
export async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  throwIfCancelled(signal);
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    // DuckDB forgets an interrupt that comes before the statement has started, so it is repeated until the work ends.
    timer ??= setInterval(() => connection.interrupt(), 50);
  };
  signal?.addEventListener("abort", interrupt);
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw new CancelledError();
    throw error;
  } finally {
    signal?.removeEventListener("abort", interrupt);
    clearInterval(timer);
  }
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
