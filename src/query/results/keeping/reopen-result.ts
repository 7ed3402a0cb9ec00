import { randomUUID } from "node:crypto";
import { copyFile, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBType } from "@duckdb/node-api";
import { identifier, interruptible, literal } from "../../../duckdb/database.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { KeptResult, ReopenRequest } from "../../../protocol/evidence/kept-result.ts";
import { keptFiles } from "./kept-files.ts";
import { readKept } from "./read-kept.ts";

/** A description of more bytes is none of ours. */
const largestAbout = 64 * 1024 * 1024;

/** A kept result whose rows are in a table again. */
export interface ReopenedTable {
  readonly kept: KeptResult;
  readonly names: readonly string[];
  readonly types: readonly DuckDBType[];
  readonly rowCount: number;
}

/**
 * Takes the rows of a kept result into a new table, with the types that they had.
 * @param scratchFolder the only folder that the locked engine may read beside the lake's.
 * @throws TenantTrailError `no-such-result` for one that is not kept, or not as it was written; CancelledError.
 */
export async function reopenResult(
  connection: DuckDBConnection,
  table: string,
  place: ReopenRequest,
  scratchFolder: string,
  signal: AbortSignal | undefined,
): Promise<ReopenedTable> {
  const files = keptFiles(place);
  const kept = await readAbout(files.about);
  if (kept.summary.resultId !== place.resultId) throw notKept(undefined);
  const scratch = join(scratchFolder, `reopened-${randomUUID()}.parquet`);
  try {
    await copyFile(files.rows, scratch).catch((cause: unknown) => {
      throw notKept(cause);
    });
    const values = kept.types.map((type, index) => `${identifier(`c${index}`)}::${type} AS c${index}`);
    const query = `SELECT ${values.join(", ")} FROM read_parquet(${literal(scratch)}, hive_partitioning = false)`;
    const rowCount = await interruptible(connection, signal, async () => {
      const made = await connection.runAndReadAll(`CREATE TABLE ${table} AS ${query}`);
      return Number(made.getRowsJson()[0]?.[0] ?? 0);
    });
    if (rowCount !== kept.summary.rowCount) throw notKept(undefined);
    const empty = await connection.run(`SELECT * FROM ${table} LIMIT 0`);
    return { kept, names: empty.columnNames(), types: empty.columnTypes(), rowCount };
  } finally {
    await rm(scratch, { force: true });
  }
}

async function readAbout(file: string): Promise<KeptResult> {
  try {
    const { size } = await stat(file);
    const kept = size > largestAbout ? undefined : readKept(JSON.parse(await readFile(file, "utf8")));
    if (kept !== undefined) return kept;
  } catch (cause) {
    throw notKept(cause);
  }
  throw notKept(undefined);
}

function notKept(cause: unknown): TenantTrailError {
  return new TenantTrailError("no-such-result", "This result is not kept any more. Run the query again to see it.", {
    ...(cause !== undefined && { cause }),
  });
}
