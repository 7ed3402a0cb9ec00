import { mkdir, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Lake } from "../lake/lake.ts";
import { hasCode, writeError } from "../lake/storage/file-errors.ts";
import { FolderStorage } from "../lake/storage/folder-storage.ts";
import { lakeMissing } from "../lake/storage/refuse-links.ts";
import { syncFolder } from "../lake/storage/sync-files.ts";
import { TenantTrailError } from "../protocol/errors.ts";

/** How a folder is opened as a lake. */
interface FolderLakeRequest {
  readonly path: string;
  /** A folder that does not exist is an error; otherwise it is made, and becomes a lake with its first import. */
  readonly mustExist?: boolean;
  /** It has held logs before: an empty folder in its place is an error too. */
  readonly isKnown?: boolean;
}

/**
 * The lake in a folder. A link to the folder is followed once, here: where it leads later does not matter.
 * @throws TenantTrailError `lake-missing`; `not-a-lake` for a file; `bad-argument`; `write-failed`.
 */
export async function openFolderLake({ path, mustExist = false, isKnown = false }: FolderLakeRequest): Promise<Lake> {
  refuseWildcards(path);
  const mayMake = !mustExist && !isKnown;
  if (mayMake) await makeFolder(path);
  const root = await realpath(path).catch((error: unknown) => {
    throw lakeMissing(path, error);
  });
  refuseWildcards(root);
  if (!(await stat(root)).isDirectory()) throw mayMake ? isFile(path) : lakeMissing(path, "it is a file");
  return new Lake(new FolderStorage(root, { isKnown }));
}

/** DuckDB takes some characters for wildcards, and would read other folders too. */
function refuseWildcards(path: string): void {
  if (/[*?[]/.test(path))
    throw new TenantTrailError("bad-argument", `${path} has *, ? or [ in its name. Choose a folder without them.`);
}

async function makeFolder(path: string): Promise<void> {
  try {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first !== undefined) await syncAbove(resolve(path), resolve(first));
  } catch (error) {
    if (hasCode(error, "EEXIST", "ENOTDIR")) throw isFile(path, error);
    const exists = await stat(path).catch(() => undefined);
    if (exists === undefined) throw writeError(path, error);
  }
}

/** Puts the names of folders that were just made on the disk, up to that of the first. */
async function syncAbove(last: string, first: string): Promise<void> {
  for (let folder = last; folder.startsWith(first); folder = dirname(folder)) await syncFolder(dirname(folder));
}

function isFile(path: string, cause?: unknown): TenantTrailError {
  return new TenantTrailError("not-a-lake", `${path} is a file. Choose a folder.`, { cause });
}
