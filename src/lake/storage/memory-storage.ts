import type { ListOptions, Storage, StoredContent, StoredObject, WriteCondition } from "./storage.ts";
import { WriteConflict } from "./storage.ts";

/** A lake in memory, for simulations. */
export class MemoryStorage implements Storage {
  readonly #contents = new Map<string, Uint8Array>();
  /** What is stored, by the folder and then the path, because a ledger is listed often beside thousands of others. */
  readonly #folders = new Map<string, Map<string, StoredObject>>();
  readonly #now: () => number;
  #writes = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  async list(prefix: string, options: ListOptions = {}): Promise<readonly StoredObject[]> {
    const { after = "", limit, shallow = false } = options;
    const found: StoredObject[] = [];
    for (const [folder, objects] of this.#folders) {
      if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) continue;
      if (shallow && folder.length > prefix.length) continue;
      for (const object of objects.values())
        if (object.path.startsWith(prefix) && object.path > after) found.push(object);
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, limit);
  }

  async names(prefix: string, options?: ListOptions): Promise<readonly string[]> {
    return (await this.list(prefix, options)).map(({ path }) => path);
  }

  async head(path: string): Promise<StoredObject | undefined> {
    return this.#stored(path);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.#contents.get(path)?.slice();
  }

  async get(path: string): Promise<StoredContent | undefined> {
    const [object, content] = [this.#stored(path), this.#contents.get(path)];
    return object && content && { ...object, content: content.slice() };
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    const current = this.#stored(path);
    const holds = "ifAbsent" in condition ? current === undefined : current?.version === condition.ifVersion;
    if (!holds) throw new WriteConflict(path);
    return this.#put(path, content);
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    this.#put(path, content);
  }

  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      this.#contents.delete(path);
      this.#folders.get(folderOf(path))?.delete(path);
    }
  }

  #stored(path: string): StoredObject | undefined {
    return this.#folders.get(folderOf(path))?.get(path);
  }

  #put(path: string, content: Uint8Array): StoredObject {
    this.#writes += 1;
    const stored = { path, bytes: content.length, version: String(this.#writes), writtenMs: this.#now() };
    this.#contents.set(path, content.slice());
    const folder = folderOf(path);
    const objects = this.#folders.get(folder) ?? new Map();
    this.#folders.set(folder, objects.set(path, stored));
    return stored;
  }
}

/** The folder with the slash at its end; empty for an object that lies in no folder. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
