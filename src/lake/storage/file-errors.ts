import { TenantTrailError } from "../../protocol/errors.ts";

/** Whether a system error has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Whether the system says that there is no room for what is written. */
export function isDiskFull(error: unknown): boolean {
  return hasCode(error, "ENOSPC", "EDQUOT");
}

/** Turns a failed write into words with the path and the next step. */
export function writeError(path: string, error: unknown): TenantTrailError {
  if (error instanceof TenantTrailError) return error;
  if (isDiskFull(error)) return diskFull(path, error);
  if (hasCode(error, "EROFS", "EACCES", "EPERM")) return notWritable(path, error);
  const reason = error instanceof Error ? error.message : String(error);
  return new TenantTrailError("write-failed", `${path} could not be written: ${reason}`, { cause: error });
}

export function diskFull(path: string, cause: unknown): TenantTrailError {
  return new TenantTrailError(
    "disk-full",
    `The disk is full: ${path} was not written. Free some space and run it again.`,
    { cause },
  );
}

export function notWritable(path: string, cause: unknown): TenantTrailError {
  return new TenantTrailError(
    "write-failed",
    `This folder cannot be written to: ${path}. Check its permissions, or choose another folder.`,
    { cause },
  );
}
