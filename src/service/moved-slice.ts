/** Whether DuckDB failed because a slice was replaced while it was read, so that asking again helps. */
export function isMovedSlice(error: unknown): boolean {
  const cause = error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error);
  return /No files found|Cannot open file|No such file|too small to be a Parquet|Prefetch|could not read/i.test(cause);
}
