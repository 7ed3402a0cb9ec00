import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../duckdb/database.ts";
import { brokenSlice } from "../lake/slices/slice-footer.ts";
import { CancelledError, TenantTrailError } from "../protocol/errors.ts";

/** Kinds of DuckDB's errors that are about the statement or the room it has, never about a file. */
const aboutTheStatement = /^(Binder|Catalog|Conversion|Interrupt|Out of Memory|Out of Range|Parser|Syntax) Error/;

/** What DuckDB says of Parquet whose footer is whole and whose pages are not. */
const aboutPages = /parquet|decompress|don't know what type|out of buffer|thrift|protocol|corrupt|dictionary|page/i;

/**
 * The slice at fault when a question failed, found by reading the slices one by one, because DuckDB often does not
 * name it. Undefined when all can be read: then the failure has another cause.
 */
export async function findBrokenSlice(
  connection: DuckDBConnection,
  error: unknown,
  slices: readonly { readonly file: string; readonly name: string }[],
): Promise<TenantTrailError | undefined> {
  if (error instanceof TenantTrailError || error instanceof CancelledError || !(error instanceof Error))
    return undefined;
  if (aboutTheStatement.test(error.message)) return undefined;
  const named = slices.filter(({ file }) => error.message.includes(file));
  const others = slices.filter((slice) => !named.includes(slice));
  for (const { file, name } of [...named, ...others])
    if (!(await answers(connection, `SELECT 1 FROM parquet_file_metadata(${literal(file)})`)))
      return brokenSlice(name, error);
  if (!aboutPages.test(error.message)) return undefined;
  for (const { file, name } of slices)
    if (!(await answers(connection, `SELECT max(hash(slice)) FROM read_parquet(${literal(file)}) AS slice`)))
      return brokenSlice(name, error);
  return undefined;
}

async function answers(connection: DuckDBConnection, sql: string): Promise<boolean> {
  return connection.run(sql).then(
    () => true,
    () => false,
  );
}
