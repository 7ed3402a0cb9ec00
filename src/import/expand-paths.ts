import { type FileHandle, open, readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { TenantTrailError, throwIfCancelled } from "../protocol/errors.ts";
import { readError } from "./bytes/byte-source.ts";

/** A file to import. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The files of some files and folders, sorted within each folder. Inside folders, hidden names, names that start with
 * `_`, Parquet files and lakes are left out, symbolic links are followed once; a path that was given itself never is.
 * @throws TenantTrailError `read-failed` with the path; CancelledError.
 */
export async function* expandPaths(paths: readonly string[], signal?: AbortSignal): AsyncIterable<FoundFile> {
  const seen = new Set<string>();
  for (const path of paths) {
    throwIfCancelled(signal);
    const real = await attempt(path, () => realpath(path));
    const found = await attempt(path, () => stat(real));
    if (found.isDirectory()) yield* filesIn(path, real, seen, signal);
    // A pipe or a device may never end.
    else if (!found.isFile()) throw new TenantTrailError("read-failed", `${path} is neither a file nor a folder.`);
    else if (!seen.has(real)) {
      seen.add(real);
      yield { path, bytes: found.size };
    }
  }
}

async function* filesIn(
  folder: string,
  real: string,
  seen: Set<string>,
  signal: AbortSignal | undefined,
): AsyncIterable<FoundFile> {
  if (seen.has(real)) return;
  seen.add(real);
  const names = await attempt(folder, () => readdir(real));
  if (names.includes("_ledger")) return;
  for (const name of names.sort()) {
    throwIfCancelled(signal);
    if (name.startsWith(".") || name.startsWith("_")) continue;
    const path = join(folder, name);
    const target = await resolved(path);
    if (target === undefined || seen.has(target.real)) continue;
    if (target.isFolder) {
      // A lake's table folders can be met from inside the lake.
      if (!basename(target.real).startsWith("dt=")) yield* filesIn(path, target.real, seen, signal);
    } else if (!(await isParquet(path))) {
      seen.add(target.real);
      yield { path, bytes: target.bytes };
    }
  }
}

interface Target {
  readonly real: string;
  readonly isFolder: boolean;
  readonly bytes: number;
}

/** Where a name in a folder leads; undefined for broken links, loops, and what is neither file nor folder. */
async function resolved(path: string): Promise<Target | undefined> {
  try {
    const real = await realpath(path);
    const found = await stat(real);
    if (!found.isFile() && !found.isDirectory()) return undefined;
    return { real, isFolder: found.isDirectory(), bytes: found.size };
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ELOOP"))
      return undefined;
    throw readError(path, error);
  }
}

async function isParquet(path: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch {
    // Reading the file will say why, beside the outcome of the others.
    return false;
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString("latin1") === "PAR1";
  } finally {
    await file.close();
  }
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw readError(path, error);
  }
}
