import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { syncFile } from "../../lake/storage/sync-files.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";

/**
 * Packs files of a folder into a zip, in the order of their names, without holding one in memory. Parquet is packed
 * already and stored as it is.
 * @throws the system's error; CancelledError.
 */
export async function zipFolder(
  folder: string,
  paths: readonly string[],
  file: string,
  mtime: Date,
  signal: AbortSignal | undefined,
): Promise<void> {
  const zip = new ZipFile();
  const failed = new Promise<never>((_, reject) => zip.on("error", reject));
  for (const path of paths) {
    const options = { mtime, mode: 0o100600, compress: !path.endsWith(".parquet") };
    zip.addReadStreamLazy(path, options, (give) => {
      const content = createReadStream(join(folder, path), { highWaterMark: 1 << 20 });
      content.on("error", (error) => zip.emit("error", error));
      give(null, content);
    });
  }
  zip.end();
  const stop = new AbortController();
  const signals = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const written = pipeline(zip.outputStream, createWriteStream(file, { flags: "wx", mode: 0o600 }), {
    signal: signals,
  });
  try {
    await Promise.race([written, failed]);
  } catch (error) {
    stop.abort();
    await Promise.allSettled([written]);
    throwIfCancelled(signal);
    throw error;
  }
  await syncFile(file);
}
