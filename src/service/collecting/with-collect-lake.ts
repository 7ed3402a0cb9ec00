import { pathToFileURL } from "node:url";
import { BatchLake } from "../../collector/run/batch-lake.ts";
import type { CollectLake } from "../../collector/run/collect-lake.ts";
import type { Lake } from "../../lake/lake.ts";
import { DuckDBSliceWork } from "../../lake/slices/duckdb-slice-work.ts";
import { withWorkDatabase } from "../../lake/slices/work-database.ts";
import type { TableName } from "../../protocol/tables.ts";
import { rejectsOf } from "../importing/rejects-file.ts";

/** What DuckDB may use while logs are collected. */
export interface CollectMemory {
  readonly memoryLimit: string;
  /** For a slice that cannot be merged with less. */
  readonly raisedLimit: string;
  readonly threads: number;
}

/** A collection runs beside the editor. */
const besideEditor: CollectMemory = { memoryLimit: "200MB", raisedLimit: "600MB", threads: 1 };

const sortBytes = 16 * 1024 * 1024;

/**
 * Runs `collect` with the lake as the collector uses it, on a work database that is deleted afterwards.
 * @param committed is told of each table into which rows were merged.
 */
export async function withCollectLake<T>(
  lake: Lake,
  collect: (collectLake: CollectLake) => Promise<T>,
  { memoryLimit, raisedLimit, threads }: CollectMemory = besideEditor,
  committed?: (table: TableName) => Promise<void>,
): Promise<T> {
  const memory = { sortBytes, raisedLimit };
  const rejects = rejectsOf(lake, new Date(lake.time.now()).toISOString(), "collected-");
  let writing: Promise<unknown> = Promise.resolve();
  const reject: CollectLake["reject"] = async (source, rejected) => {
    const written = writing.then(() => rejects.add(source, rejected));
    // Windows are read at the same time, but they write to the file one after the other. A failed write fails the
    // window that wrote.
    writing = written.catch(() => undefined);
    await written;
    return rejects.path && addressOfFile(rejects.path);
  };
  try {
    return await withWorkDatabase(
      lake.storage,
      (connection) => {
        const work = new DuckDBSliceWork(connection, lake.storage, memory);
        return collect(new BatchLake(lake, work, reject, committed));
      },
      { memoryLimit, threads, sparing: true },
    );
  } finally {
    await rejects.close();
  }
}

function addressOfFile(path: string): string {
  return path.startsWith("s3://") ? path : pathToFileURL(path).href;
}
