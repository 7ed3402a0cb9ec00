import { failureOf } from "../../duckdb/failures.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { diskFull, notWritable } from "../storage/file-errors.ts";

/** A write that DuckDB could not do, in words with the path and the next step; undefined for any other failure. */
export function writeFailure(path: string, error: unknown): TenantTrailError | undefined {
  const failure = failureOf(error);
  if (failure?.kind === "disk-full") return diskFull(path, error);
  if (failure?.kind === "no-access") return notWritable(path, error);
  if (failure?.type !== "IO") return undefined;
  return new TenantTrailError("write-failed", `${path} could not be written. Check its drive, then run it again.`, {
    cause: error,
  });
}
