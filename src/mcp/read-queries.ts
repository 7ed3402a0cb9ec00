import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { SavedQueryFile } from "../assistant/assistant-world.ts";
import { throwIfCancelled } from "../protocol/errors.ts";
import { fileBounds } from "../sqlfile/file-bounds.ts";
import { decodeFile } from "../sqlfile/file-text.ts";

/** A library of queries has no more files than these, and none of them is read. */
const mostFiles = 1000;

/**
 * The saved queries of some folders and the folders in them, in the order of their names. Links are not followed, and a
 * file that is too large is left out.
 * @throws what the file system throws; CancelledError.
 */
export async function readQueries(
  folders: readonly string[],
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
      if ((await stat(file)).size > fileBounds.bytes) continue;
      const name = relative(folder, file)
        .split(sep)
        .join("/")
        .replace(/\.sql$/i, "");
      found.push({ name, text: decodeFile(await readFile(file)).text });
    }
  }
  return found;
}
