import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { dayMs } from "../../base/time-units.ts";
import { hasCode } from "./file-errors.ts";
import type { LakeGround } from "./lake-ground.ts";
import { isAlive } from "./processes.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const ourFolder = new RegExp(`^(work|merge)-${uuid}$`);
const ourFile = new RegExp(`^${uuid}\\.(snapshot|unfinished)$`);

/** A folder for this process's unfinished files in a lake; what processes that died left in theirs is deleted first. */
export async function makeScratchFolder(ground: LakeGround): Promise<string> {
  const folder = await ground.makeFolder(scratchPath());
  for (const { name } of await ground.entries("_scratch"))
    if (await isAbandoned(ground.locate(`_scratch/${name}`), name)) await removeOurs(ground.locate(`_scratch/${name}`));
  return folder;
}

/** Where this process's folder is in a lake. */
export function scratchPath(): string {
  return `_scratch/${process.pid}@${hostname()}`;
}

/**
 * Nobody can tell whether another machine's folder is in use, so it is kept for a day, which is longer than any import.
 */
async function isAbandoned(path: string, name: string): Promise<boolean> {
  const [, pid, host] = /^([1-9]\d{0,9})@([^@]+)$/.exec(name) ?? [];
  if (pid === undefined || host === undefined) return false;
  const status = await lstat(path).catch(() => undefined);
  if (!status?.isDirectory()) return false;
  return host === hostname() ? !isAlive(Number(pid)) : Date.now() - status.mtimeMs > dayMs;
}

/** Deletes what a process made in its folder, by its exact names, and the folder if nothing else is in it. */
async function removeOurs(folder: string): Promise<void> {
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const isOurs = entry.isDirectory() ? ourFolder.test(entry.name) : entry.isFile() && ourFile.test(entry.name);
      if (isOurs) await rm(join(folder, entry.name), { recursive: true, force: true });
    }
    await rmdir(folder);
  } catch (error) {
    // Another process deletes it too, or something that is not ours lies in it.
    if (!hasCode(error, "ENOENT", "ENOTEMPTY", "EEXIST")) throw error;
  }
}
