import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { dayMs } from "../../base/time-units.ts";
import { hasCode } from "./file-errors.ts";
import { isAlive } from "./processes.ts";
import type { LakeGround } from "./refuse-links.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const ourFolder = new RegExp(`^(work|merge|held)-${uuid}$`);
const ourFile = new RegExp(`^${uuid}\\.(snapshot|unfinished)$`);

/** For how long a folder is kept whose process cannot be told from others: longer than any import. */
const unknownMs = dayMs;

/** Process numbers are given again; a process began at the second that its folder says, give or take so much. */
const startToleranceS = 5;

/** A folder for this process's unfinished files in a lake; what processes that died left in theirs is deleted first. */
export async function makeScratchFolder(ground: LakeGround, path: string): Promise<string> {
  const folder = await ground.makeFolder(path);
  for (const { name } of await ground.entries("_scratch"))
    if (await isAbandoned(ground.locate(`_scratch/${name}`), name)) await removeOurs(ground.locate(`_scratch/${name}`));
  return folder;
}

/** A place for a folder of this process in a lake, that no other process has: `<pid>-<start>-<token>@<machine>`. */
export function scratchPath(): string {
  return `_scratch/${process.pid}-${startSeconds()}-${randomBytes(4).toString("hex")}@${machineName()}`;
}

/**
 * Two machines may have one name, and two containers of a machine the same process numbers: on Linux the name also says
 * which start of which system it is, and which set of numbers.
 */
export function machineName(): string {
  const marks = [
    () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"),
    () => readlinkSync("/proc/self/ns/pid"),
  ];
  const known = marks.map((read) => {
    try {
      return read();
    } catch {
      // Not Linux, or hidden.
      return "";
    }
  });
  return `${hostname()}-${createHash("sha256").update(known.join("\n")).digest("hex").slice(0, 12)}`;
}

function startSeconds(): number {
  return Math.round(Date.now() / 1000 - process.uptime());
}

/** Nobody can tell whether another machine's folder is in use, so it is kept for a day. */
async function isAbandoned(path: string, name: string): Promise<boolean> {
  const [, pid, start, machine] = /^([1-9]\d{0,9})-(\d{1,12})-[0-9a-f]{8}@([^@]+)$/.exec(name) ?? [];
  if (pid === undefined || start === undefined) return false;
  const status = await lstat(path).catch(() => undefined);
  if (!status?.isDirectory()) return false;
  if (machine !== machineName()) return Date.now() - status.mtimeMs > unknownMs;
  if (Number(pid) === process.pid) return Math.abs(Number(start) - startSeconds()) > startToleranceS;
  return !isAlive(Number(pid));
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
