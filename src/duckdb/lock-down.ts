import type { Database } from "./database.ts";
import { literal } from "./database.ts";

/**
 * Locks an instance before it runs anybody's SQL: only the named folders can be read, nothing is fetched or
 * loaded, and the settings cannot be changed back. Writing into those folders is refused by statement type,
 * because DuckDB's `allowed_directories` allows it.
 */
export async function lockDown(database: Database, readableFolders: readonly string[]): Promise<void> {
  const folders = readableFolders.map((folder) => literal(folder.endsWith("/") ? folder : `${folder}/`)).join(", ");
  await database.use(async (connection) => {
    await connection.run(`SET GLOBAL allowed_directories = [${folders}]`);
    await connection.run("SET GLOBAL enable_external_access = false");
    await connection.run("SET GLOBAL lock_configuration = true");
  });
}
