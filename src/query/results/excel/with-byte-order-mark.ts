import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { throwIfCancelled } from "../../../protocol/errors.ts";
import { writeFailure } from "../move-into-place.ts";

const byteOrderMark = Buffer.from("\ufeff", "utf8");

/**
 * Puts a byte order mark before a CSV file, without which Excel takes UTF-8 for the code page of its computer. The engine
 * has no way to write one, so the file is written once more.
 * @throws TenantTrailError `write-failed`, `disk-full`; CancelledError.
 */
export async function withByteOrderMark(file: string, signal: AbortSignal | undefined): Promise<void> {
  const marked = `${file}.marked`;
  try {
    await pipeline(
      async function* () {
        yield byteOrderMark;
        yield* createReadStream(file);
      },
      createWriteStream(marked, { mode: 0o600 }),
      { signal },
    );
    await rename(marked, file);
  } catch (error) {
    await rm(marked, { force: true });
    throwIfCancelled(signal);
    throw writeFailure(error, file);
  }
}
