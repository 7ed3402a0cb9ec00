import { rmSync } from "node:fs";
import { chmod, lstat, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { createConnection, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { minuteMs } from "../base/time-units.ts";

/** Results and exports of the query engine; copies of dropped files; the sample tenant's events before their import. */
export type TemporaryKind = "results" | "dropped" | "sample";

const ours = /^tenanttrail-(?:results|dropped|sample)-[A-Za-z0-9]{6}$/;

/** `tenanttrail-<pid>-<uuid>`: the folder of a look database, also of earlier versions. */
const namedByProcess = /^tenanttrail-(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const week = 7 * 24 * 60 * minuteMs;

/**
 * A folder in the system's temporary folder that only this user can enter. While its process lives it listens on a
 * socket in it (on Windows, a pipe with its name): the system ends that with the process, however it ends, and gives it
 * to no other, as it does with the process's number.
 */
export class TemporaryFolder {
  readonly path: string;
  readonly #alive: Server;

  private constructor(path: string, alive: Server) {
    this.path = path;
    this.#alive = alive;
  }

  /** @param parent for tests. */
  static async make(kind: TemporaryKind, parent: string = tmpdir()): Promise<TemporaryFolder> {
    const path = await mkdtemp(join(await realpath(parent), `tenanttrail-${kind}-`));
    await chmod(path, 0o700);
    return new TemporaryFolder(path, await listen(path));
  }

  /** Deletes it with everything in it. */
  async remove(): Promise<void> {
    this.#alive.close();
    await rm(this.path, { recursive: true, force: true });
  }

  /** The same for those who cannot wait. */
  removeNow(): void {
    this.#alive.close();
    rmSync(this.path, { recursive: true, force: true });
  }
}

/**
 * Deletes the temporary folders whose process is gone. Links and the folders of other users, other programs and living
 * processes are left alone. A folder whose process cannot be determined is left for a week.
 * @param parent for tests.
 * @returns the folders that were deleted.
 */
export async function removeAbandonedFolders(parent: string = tmpdir()): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (!(await isAbandoned(path).catch(() => false))) continue;
    await rm(path, { recursive: true, force: true }).then(
      () => removed.push(path),
      // Tried again at the next start.
      () => undefined,
    );
  }
  return removed;
}

async function isAbandoned(path: string): Promise<boolean> {
  const byProcess = namedByProcess.exec(basename(path));
  if (byProcess === null && !ours.test(basename(path))) return false;
  const status = await lstat(path);
  if (!status.isDirectory() || (process.getuid !== undefined && status.uid !== process.getuid())) return false;
  if (byProcess !== null) return !isRunning(Number(byProcess[1]));
  const age = Date.now() - status.mtimeMs;
  const answer = await knock(path);
  if (answer === "nobody") return process.platform !== "win32" || age > minuteMs;
  return answer === "no socket" && age > week;
}

/** Whether somebody listens in a folder. A socket that is full of callers has somebody. */
function knock(folder: string): Promise<"somebody" | "nobody" | "no socket"> {
  return new Promise((resolve) => {
    const call = createConnection(socketOf(folder));
    call.once("connect", () => {
      call.destroy();
      resolve("somebody");
    });
    call.once("error", (error: NodeJS.ErrnoException) => {
      const isAbsent = error.code === "ENOENT" && process.platform !== "win32";
      const isDead = error.code === "ECONNREFUSED" || error.code === "ENOENT";
      resolve(isAbsent || error.code === "EINVAL" ? "no socket" : isDead ? "nobody" : "somebody");
    });
  });
}

async function listen(folder: string): Promise<Server> {
  const server = createServer((caller) => caller.destroy());
  await new Promise<void>((resolve) => {
    server.once("listening", resolve);
    // The path is too long for a socket. The folder is then left until it is a week old.
    server.once("error", () => resolve());
    server.listen(socketOf(folder));
  });
  return server.unref();
}

function socketOf(folder: string): string {
  return process.platform === "win32" ? `\\\\.\\pipe\\${basename(folder)}` : join(folder, "alive");
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
