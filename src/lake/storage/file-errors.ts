import { TenantTrailError } from "../../protocol/errors.ts";

/** Whether a system error has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Whether the system or DuckDB says that there is no room for what is written. */
export function isDiskFull(error: unknown): boolean {
  return hasCode(error, "ENOSPC", "EDQUOT") || /no space left|not enough space|disk quota/i.test(String(error));
}

/** Turns a failed write into words with the path and the next step. */
export function writeError(path: string, error: unknown): TenantTrailError {
  if (error instanceof TenantTrailError) return error;
  if (isDiskFull(error))
    return new TenantTrailError(
      "disk-full",
      `The disk is full: nothing was changed at ${path}. Free some space and run it again.`,
      {
        cause: error,
      },
    );
  if (hasCode(error, "EROFS", "EACCES", "EPERM") || /permission denied|read-only file system/i.test(String(error)))
    return new TenantTrailError(
      "write-failed",
      `This folder cannot be written to: ${path}. Check its permissions, or choose another folder.`,
      {
        cause: error,
      },
    );
  const reason = error instanceof Error ? error.message : String(error);
  return new TenantTrailError("write-failed", `${path} could not be written: ${reason}`, { cause: error });
}
