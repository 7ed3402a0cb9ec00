import type { DuckDBConnection, DuckDBResult } from "@duckdb/node-api";
import { TenantTrailError } from "../protocol/errors.ts";
import { type Bound, type Database, interruptible, literal } from "./database.ts";

/**
 * Locks an instance before it runs anybody's SQL; `runForeign` is the other half. Together they hold, for any SELECT:
 *
 * - Only the named folders are read; nothing is fetched or loaded; no setting can be set.
 * - Nothing is written. Two functions write files wherever reading is allowed: `enable_logging`, which warns before it
 *   acts, and here a warning is an error; and `enable_profiling`, which writes with the next statement of the same
 *   connection, and `runForeign` ends it before there is one.
 *
 * They do not hold for COPY, EXPORT and other statements, which `CREATE TABLE … AS` lets nobody write, nor under
 * Rosetta, where DuckDB warns about itself on each connection: there `enable_logging` is refused by the list of
 * functions alone, and noticed after the fact.
 */
export async function lockDown(database: Database, readableFolders: readonly string[]): Promise<void> {
  const folders = readableFolders.map((folder) => literal(folder.endsWith("/") ? folder : `${folder}/`)).join(", ");
  await makeWarningsErrors(database);
  await database.use(async (connection) => {
    await connection.run("SET GLOBAL allow_parser_override_extension = 'default'");
    await connection.run(`SET GLOBAL allowed_directories = [${folders}]`);
    await connection.run("SET GLOBAL enable_external_access = false");
    await connection.run("SET GLOBAL lock_configuration = true");
  });
}

async function makeWarningsErrors(database: Database): Promise<void> {
  await database.use(async (connection) => {
    await connection.run("SET GLOBAL enable_logging = true");
    await connection.run("SET GLOBAL logging_level = 'WARNING'");
    await connection.run("SET GLOBAL warnings_as_errors = true");
    const warned = await database.use(async () => false).catch(() => true);
    if (!warned) return;
    await connection.run("SET GLOBAL warnings_as_errors = false");
    await connection.run("SET GLOBAL enable_logging = false");
  });
}

/** A statement got past the locks to a function that changes the engine: the instance can no longer be trusted. */
export class LockBroken extends TenantTrailError {
  constructor() {
    super(
      "sql-refused",
      "This statement changed the query engine itself, which no query may. Its result was thrown away and the engine was started again; run other queries again to see their results.",
    );
  }
}

/**
 * Runs one statement of somebody else's on a locked instance, and takes back what it may have switched on.
 * @returns its rows; of a statement that makes a table, their number.
 * @throws LockBroken when a setting of the instance is another afterwards, whatever the statement said;
 * CancelledError; the engine's own error.
 */
export async function runForeign(
  connection: DuckDBConnection,
  statement: string,
  { values, types }: Bound,
  signal: AbortSignal | undefined,
): Promise<DuckDBResult> {
  const [ran] = await Promise.allSettled([
    interruptible(connection, signal, () => connection.run(statement, { ...values }, { ...types })),
  ]);
  // A statement that makes the check itself fail must not pass.
  if (!(await lockHolds(connection).catch(() => false))) throw new LockBroken();
  if (ran.status === "rejected") throw ran.reason;
  return ran.value;
}

/** Ends profiling and looks at the settings that functions change, lock or no lock: `disable_logging`, `enable_logging`, `enable_peg_parser`. */
async function lockHolds(connection: DuckDBConnection): Promise<boolean> {
  const reader = await connection.runAndReadAll(
    `SELECT count(*) = 0 AND current_setting('enable_logging')::BOOLEAN = current_setting('warnings_as_errors')::BOOLEAN
      AND current_setting('logging_storage') = 'memory'
      AND lower(current_setting('allow_parser_override_extension')) = 'default'
     FROM disable_profiling()`,
  );
  return reader.getRowsJson()[0]?.[0] === true;
}
