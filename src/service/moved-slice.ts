import { failureOf } from "../duckdb/failures.ts";

/** Whether DuckDB failed because a slice was swept while it was read, so that asking again helps. */
export function isMovedSlice(error: unknown): boolean {
  const failures = [error, error instanceof Error ? error.cause : undefined].map((each) => failureOf(each)?.kind);
  return failures.includes("missing-file") || failures.includes("broken-parquet");
}
