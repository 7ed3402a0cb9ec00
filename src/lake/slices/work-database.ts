import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { registerApiShape } from "../../duckdb/api-shape-function.ts";
import { Database } from "../../duckdb/database.ts";
import { failureOf } from "../../duckdb/failures.ts";
import { registerMergeFunctions } from "../merge/merge-functions.ts";
import { diskFull, isDiskFull, writeError } from "../storage/file-errors.ts";
import { makePrivateFolder } from "../storage/private-files.ts";
import type { FileStorage } from "../storage/storage.ts";

export interface WorkLimits {
  /** For example `256MB`; the default leaves room for JavaScript within the 1.5 GB that an import may take. */
  readonly memoryLimit?: string;
  /** Of lanes and DuckDB together. Default: one for each processor. */
  readonly threads?: number;
  /** Gives memory back to the system sooner still, which costs time. */
  readonly sparing?: boolean;
}

/**
 * How many megabytes DuckDB's allocator may keep, and how much must be freed at once for it to give them back. With its
 * defaults it ends up keeping up to twice the limit, and more the longer it runs.
 */
const flushThresholds = { usual: { single: 32, bulk: 64 }, sparing: { single: 8, bulk: 8 } } as const;

/** More lanes than this would share the memory in portions too small for large slices. */
const mostLanes = 4;

/**
 * Runs `work` on a DuckDB that runs only our own SQL and knows our functions; its file and what it spills lie in the
 * lake's scratch folder and are deleted afterwards. For each thread there is a connection, up to four, so that small
 * statements of which none occupies all of them can run at once: the first and the `further` ones.
 *
 * @throws TenantTrailError `disk-full` or `write-failed` with the path; what `work` throws.
 */
export async function withWorkDatabase<T>(
  storage: FileStorage,
  work: (connection: DuckDBConnection, further: readonly DuckDBConnection[]) => Promise<T>,
  { sparing = false, ...limits }: WorkLimits = {},
): Promise<T> {
  const folder = join(await storage.scratch(), `work-${randomUUID()}`);
  const processors = limits.threads ?? availableParallelism();
  const lanes = Math.min(processors, mostLanes);
  try {
    await makePrivateFolder(folder);
  } catch (error) {
    throw writeError(folder, error);
  }
  try {
    const database = await Database.open({
      path: join(folder, "work.duckdb"),
      temporaryFolder: folder,
      memoryLimit: "400MB",
      ...limits,
      // Each lane's thread works itself. It would spin while another thread does its work, so DuckDB gets threads of its
      // own, which are all but one of these, only for processors that no lane occupies.
      threads: processors - lanes + 1,
    });
    try {
      return await database.use(async (connection) => {
        registerApiShape(connection);
        registerMergeFunctions(connection);
        await connection.run("SET GLOBAL disabled_optimizers = 'in_clause'");
        const { single, bulk } = flushThresholds[sparing ? "sparing" : "usual"];
        await connection.run(`SET GLOBAL allocator_flush_threshold = '${single}MB'`);
        await connection.run(`SET GLOBAL allocator_bulk_deallocation_flush_threshold = '${bulk}MB'`);
        return withFurther(database, lanes - 1, (further) => work(connection, further));
      });
    } finally {
      database.close();
    }
  } catch (error) {
    if (isDiskFull(error) || failureOf(error)?.kind === "disk-full") throw diskFull(folder, error);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withFurther<T>(
  database: Database,
  count: number,
  work: (further: readonly DuckDBConnection[]) => Promise<T>,
): Promise<T> {
  const further: DuckDBConnection[] = [];
  try {
    for (let opened = 0; opened < count; opened += 1) further.push(await database.connect());
    return await work(further);
  } finally {
    for (const connection of further) connection.closeSync();
  }
}
