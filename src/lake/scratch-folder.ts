import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "./processes.ts";

const day = 86_400_000;

/** A folder for this process's unfinished files below `parent`; those of processes that died are deleted first. */
export async function makeScratchFolder(parent: string): Promise<string> {
  const folder = join(parent, `${process.pid}@${hostname()}`);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(parent))
    if (await isAbandoned(parent, name)) await rm(join(parent, name), { recursive: true, force: true });
  return folder;
}

/** Another machine's folder may be in use for as long as nobody can tell; a day is longer than any import. */
async function isAbandoned(parent: string, name: string): Promise<boolean> {
  const [pid, ...host] = name.split("@");
  if (host.join("@") === hostname() && Number.isInteger(Number(pid))) return !isAlive(Number(pid));
  if (host.length === 0) return false;
  const status = await stat(join(parent, name)).catch(() => undefined);
  return status !== undefined && Date.now() - status.mtimeMs > day;
}
