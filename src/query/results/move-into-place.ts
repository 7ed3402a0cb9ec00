import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { hasCode } from "../../lake/storage/file-errors.ts";
import { syncFile, syncFolder } from "../../lake/storage/sync-files.ts";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";

/**
 * Moves a finished file to its destination so that the destination is at every moment the old file or the whole new
 * one, also across devices and after a power cut.
 * @throws TenantTrailError `disk-full` or `write-failed` with the destination's path, or CancelledError; both leave
 * the destination as it was.
 */
export async function moveIntoPlace(
  from: string,
  to: string,
  signal: AbortSignal | undefined,
  move: (from: string, to: string) => Promise<void> = rename,
): Promise<void> {
  throwIfCancelled(signal);
  try {
    await syncFile(from);
    try {
      await move(from, to);
    } catch (error) {
      if (!hasCode(error, "EXDEV")) throw error;
      await copyBeside(from, to, signal);
    }
    await syncFolder(dirname(to));
  } catch (error) {
    if (signal?.aborted) throw new CancelledError();
    throw writeFailure(error, to);
  }
}

/** An error of the file system as one that names the file and what to do. */
export function writeFailure(error: unknown, path: string): Error {
  if (error instanceof TenantTrailError || error instanceof CancelledError) return error;
  if (hasCode(error, "ENOSPC"))
    return new TenantTrailError(
      "disk-full",
      `The disk is full: ${path} was not written. Free some space and export again.`,
      {
        cause: error,
      },
    );
  const reason = error instanceof Error ? error.message : String(error);
  return new TenantTrailError("write-failed", `${path} could not be written: ${reason}`, { cause: error });
}

async function copyBeside(from: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  const part = join(dirname(to), `.${basename(to)}.${randomUUID()}.part`);
  try {
    await pipeline(
      createReadStream(from),
      createWriteStream(part, { flags: "wx", mode: 0o600 }),
      signal === undefined ? {} : { signal },
    );
    await syncFile(part);
    throwIfCancelled(signal);
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
