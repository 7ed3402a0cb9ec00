import { randomUUID } from "node:crypto";
import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A limit of memory for processes, over which the system ends them, as Lambda does. */
export interface MemoryLimit {
  /** Counts all that a process and its children take from now on. */
  add(pid: number): Promise<void>;
  /** To be called when no process of it is left. */
  end(): Promise<void>;
}

/** Where Linux has groups of processes with a limit of memory, and what the file of the limit is called. */
const places = [
  ["/sys/fs/cgroup/memory", "memory.limit_in_bytes"],
  ["/sys/fs/cgroup", "memory.max"],
] as const;

/** Undefined where this user may not make one. A limit of addresses (`ulimit -v`) is none: V8 takes terabytes of those. */
export async function limitMemory(bytes: number): Promise<MemoryLimit | undefined> {
  for (const [root, limit] of places) {
    const group = join(root, `tenanttrail-test-${randomUUID()}`);
    // A folder alone is no group: the file is there only where the system made it.
    const isMade = await readFile(join(root, "cgroup.procs"))
      .then(
        () =>
          mkdir(group)
            .then(() => readFile(join(group, limit)))
            .then(() => writeFile(join(group, limit), String(bytes)))
            .then(() => true),
        () => false,
      )
      .catch(() =>
        rmdir(group).then(
          () => false,
          () => false,
        ),
      );
    if (isMade)
      return {
        add: (pid) => writeFile(join(group, "cgroup.procs"), String(pid)),
        end: () => rmdir(group),
      };
  }
  return undefined;
}
