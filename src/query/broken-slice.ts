import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../duckdb/database.ts";
import { type FailureKind, failureOf } from "../duckdb/failures.ts";
import { brokenSlice } from "../lake/slices/slice-footer.ts";
import type { TenantTrailError } from "../protocol/errors.ts";

const aboutFiles: ReadonlySet<FailureKind> = new Set(["broken-parquet", "missing-file", "no-access", "other"]);

/**
 * The slice at fault when a question failed, found by reading the slices one by one, because DuckDB often does not
 * name it. Undefined when all can be read: then the failure has another cause.
 */
export async function findBrokenSlice(
  connection: DuckDBConnection,
  error: unknown,
  slices: readonly { readonly file: string; readonly name: string }[],
): Promise<TenantTrailError | undefined> {
  const failure = failureOf(error);
  if (failure === undefined || !aboutFiles.has(failure.kind)) return undefined;
  const named = slices.filter(({ file }) => failure.words.includes(file));
  const others = slices.filter((slice) => !named.includes(slice));
  for (const { file, name } of [...named, ...others])
    if (!(await answers(connection, `SELECT 1 FROM parquet_file_metadata(${literal(file)})`)))
      return brokenSlice(name, error);
  if (failure.kind !== "broken-parquet") return undefined;
  for (const { file, name } of slices)
    if (!(await answers(connection, `SELECT max(hash(slice)) FROM read_parquet(${literal(file)}) AS slice`)))
      return brokenSlice(name, error);
  return undefined;
}

/** That there is no room, or that somebody cancels, says nothing about a file. */
const aboutNoFile: ReadonlySet<FailureKind> = new Set(["interrupted", "out-of-memory", "disk-full"]);

async function answers(connection: DuckDBConnection, sql: string): Promise<boolean> {
  return connection.run(sql).then(
    () => true,
    (error: unknown) => aboutNoFile.has(failureOf(error)?.kind ?? "other"),
  );
}
