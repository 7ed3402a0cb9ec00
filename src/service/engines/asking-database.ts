import { join } from "node:path";
import { trinoFunctionsSql } from "../../dialect/macros/trino-functions.ts";
import { Database } from "../../duckdb/database.ts";
import { lockDown } from "../../duckdb/lock-down.ts";
import { makePrivateFolder } from "../../lake/storage/private-files.ts";
import { ResultSets } from "../../query/results/result-sets.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

/** A question may use this much memory before it spills to the disk. */
const memoryLimit = "1GB";

/** A locked DuckDB that holds results, with a folder of its own for exports and what does not fit into memory. */
export interface AskingDatabase {
  readonly database: Database;
  readonly results: ResultSets;
  /** Results are gone. */
  close(): Promise<void>;
}

/**
 * Opens one and locks it.
 * @param readable folders that statements may read.
 * @param beforeLock what must be done while it can still be set up.
 */
export async function openAskingDatabase(
  readable: readonly string[],
  beforeLock: (database: Database) => Promise<void> = async () => undefined,
): Promise<AskingDatabase> {
  const folder = await TemporaryFolder.make("results");
  try {
    const [exports, spill] = [join(folder.path, "exports"), join(folder.path, "spill")];
    for (const own of [exports, spill]) await makePrivateFolder(own);
    const database = await Database.open({ memoryLimit, temporaryFolder: spill });
    await database.use(async (connection) => {
      for (const statement of trinoFunctionsSql()) await connection.run(statement);
    });
    await beforeLock(database);
    await lockDown(database, [...readable, exports]);
    return {
      database,
      results: new ResultSets(database, { scratchFolder: exports }),
      close: async () => {
        database.close();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
