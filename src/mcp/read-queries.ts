import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { SavedQueryFile } from "../assistant/assistant-world.ts";
import { TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import { fileBounds } from "../sqlfile/file-bounds.ts";
import { decodeFile } from "../sqlfile/file-text.ts";

/** A library of queries has no more files than these, and none of them is read. */
const mostFiles = 1000;

/**
 * The saved queries of some folders and the folders in them, in the order of their names. Links are not followed. A file
 * that is too large or no text is left out, and reported.
 * @throws what the file system throws for a folder; CancelledError.
 */
export async function readQueries(
  folders: readonly string[],
  report: (error: unknown) => void,
  signal?: AbortSignal,
): Promise<readonly SavedQueryFile[]> {
  const found: SavedQueryFile[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && /\.sql$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files.slice(0, mostFiles - found.length)) {
      throwIfCancelled(signal);
      const name = relative(folder, file)
        .split(sep)
        .join("/")
        .replace(/\.sql$/i, "");
      const text = await readText(file).catch(report);
      if (typeof text === "string") found.push({ name, text });
    }
  }
  return found;
}

/** @throws TenantTrailError `read-failed` naming the file. */
async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > fileBounds.bytes) throw new TenantTrailError("read-failed", "It is too large.");
    return decodeFile(await readFile(file)).text;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TenantTrailError("read-failed", `The saved query ${file} is left out. ${reason}`, { cause });
  }
}
