import { randomUUID } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { throwIfCancelled } from "../protocol/errors.ts";
import { hasCode, writeError } from "./file-errors.ts";
import { withLock } from "./folder-lock.ts";
import { makeScratchFolder } from "./scratch-folder.ts";
import type { FileStorage, StoredObject, WriteCondition } from "./storage.ts";
import { WriteConflict } from "./storage.ts";

/** A lake in a folder. Names that start with `_` hold what is not a slice. */
export class FolderStorage implements FileStorage {
  readonly root: string;
  #scratch: Promise<string> | undefined;

  constructor(root: string) {
    this.root = root;
  }

  locate(path: string): string {
    return join(this.root, ...path.split("/"));
  }

  async scratch(): Promise<string> {
    const parent = this.locate("_scratch");
    this.#scratch ??= this.#guard(parent, () => makeScratchFolder(parent));
    try {
      return await this.#scratch;
    } catch (error) {
      this.#scratch = undefined;
      throw error;
    }
  }

  async list(prefix: string, signal?: AbortSignal): Promise<readonly StoredObject[]> {
    const found: StoredObject[] = [];
    const walk = async (folder: string): Promise<void> => {
      throwIfCancelled(signal);
      const entries = await readdir(this.locate(folder), { withFileTypes: true }).catch((error: unknown) => {
        if (hasCode(error, "ENOENT")) return [];
        throw error;
      });
      for (const entry of entries) {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) await walk(path);
        else if (entry.isFile()) {
          const object = await this.head(path);
          if (object !== undefined) found.push(object);
        }
      }
    };
    await walk(prefix.replace(/\/$/, ""));
    return found;
  }

  async head(path: string): Promise<StoredObject | undefined> {
    try {
      return { path, ...versionOf(await stat(this.locate(path), { bigint: true })) };
    } catch (error) {
      if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
      throw error;
    }
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.locate(path));
    } catch (error) {
      if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
      throw error;
    }
  }

  async snapshot(path: string): Promise<{ file: string; object: StoredObject } | undefined> {
    const file = join(await this.scratch(), `${randomUUID()}.snapshot`);
    try {
      await link(this.locate(path), file);
      const { bytes, version } = versionOf(await stat(file, { bigint: true }));
      return { file, object: { path, bytes, version } };
    } catch (error) {
      if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
      if (!hasCode(error, "EPERM", "ENOTSUP", "ENOSYS", "EXDEV")) throw writeError(file, error);
    }
    return this.#copySnapshot(path, file);
  }

  /** Copies until the object was the same before and after. */
  async #copySnapshot(path: string, file: string): Promise<{ file: string; object: StoredObject } | undefined> {
    for (;;) {
      const before = await this.head(path);
      if (before === undefined) return undefined;
      await this.#guard(path, () => copyFile(this.locate(path), file));
      const after = await this.head(path);
      if (after?.version === before.version) return { file, object: after };
    }
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    return this.writeFile(path, await this.#unfinished(path, content), condition);
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    const file = await this.#unfinished(path, content);
    await this.#guard(path, () => this.#moveInto(path, file));
  }

  async writeFile(path: string, file: string, condition: WriteCondition): Promise<StoredObject> {
    return this.#guard(path, async () => {
      try {
        await mkdir(dirname(this.locate(path)), { recursive: true });
        await syncFile(file);
        if ("ifAbsent" in condition) await this.#linkInto(path, file);
        else await this.#replace(path, file, condition.ifVersion);
      } finally {
        await rm(file, { force: true });
      }
      const object = await this.head(path);
      if (object === undefined) throw new WriteConflict(path);
      return object;
    });
  }

  /** `link` fails when the name exists, so no lock is needed for a first write. */
  async #linkInto(path: string, file: string): Promise<void> {
    const target = this.locate(path);
    try {
      await link(file, target);
    } catch (error) {
      if (hasCode(error, "EEXIST")) throw new WriteConflict(path);
      if (!hasCode(error, "EPERM", "ENOTSUP", "ENOSYS", "EXDEV")) throw error;
      await withLock(await this.#lockFile(path), async () => {
        if ((await this.head(path)) !== undefined) throw new WriteConflict(path);
        await renameWithRetry(file, target);
      });
    }
    await syncFolder(dirname(target));
  }

  async #replace(path: string, file: string, version: string): Promise<void> {
    const target = this.locate(path);
    await withLock(await this.#lockFile(path), async (stillOwned) => {
      const current = await this.head(path);
      if (current?.version !== version || !(await stillOwned())) throw new WriteConflict(path);
      await renameWithRetry(file, target);
    });
    await syncFolder(dirname(target));
  }

  async #lockFile(path: string): Promise<string> {
    const folder = this.locate("_locks");
    await mkdir(folder, { recursive: true });
    return join(folder, `${path.replaceAll("/", "~")}.lock`);
  }

  async #unfinished(path: string, content: Uint8Array): Promise<string> {
    const file = join(await this.scratch(), `${randomUUID()}.unfinished`);
    await this.#guard(path, async () => {
      const handle = await open(file, "wx");
      try {
        await handle.writeFile(content);
      } finally {
        await handle.close();
      }
    });
    return file;
  }

  async #moveInto(path: string, file: string): Promise<void> {
    await mkdir(dirname(this.locate(path)), { recursive: true });
    await syncFile(file);
    await renameWithRetry(file, this.locate(path));
  }

  async #guard<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof WriteConflict) throw error;
      throw writeError(path.startsWith(sep) ? path : this.locate(path), error);
    }
  }
}

function versionOf(status: BigIntStats): { bytes: number; version: string } {
  return { bytes: Number(status.size), version: `${status.ino}-${status.size}-${status.mtimeNs}` };
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is durable once its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows refuses to replace a file that a scanner or a query holds open for a moment. */
async function renameWithRetry(from: string, to: string): Promise<void> {
  for (let wait = 10; ; wait *= 2) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (process.platform !== "win32" || !hasCode(error, "EPERM", "EACCES", "EBUSY") || wait > 2_000) throw error;
      await sleep(wait);
    }
  }
}
