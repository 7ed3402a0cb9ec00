import type { Storage, StoredObject, WriteCondition } from "./storage.ts";
import { WriteConflict } from "./storage.ts";

/** A lake in memory, for simulations. */
export class MemoryStorage implements Storage {
  readonly #objects = new Map<string, { content: Uint8Array; version: string }>();
  #writes = 0;

  async list(prefix: string): Promise<readonly StoredObject[]> {
    const found: StoredObject[] = [];
    for (const [path, { content, version }] of this.#objects)
      if (path.startsWith(prefix)) found.push({ path, bytes: content.length, version });
    return found;
  }

  async head(path: string): Promise<StoredObject | undefined> {
    const found = this.#objects.get(path);
    return found && { path, bytes: found.content.length, version: found.version };
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.#objects.get(path)?.content.slice();
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    const current = this.#objects.get(path);
    const holds = "ifAbsent" in condition ? current === undefined : current?.version === condition.ifVersion;
    if (!holds) throw new WriteConflict(path);
    return this.#put(path, content);
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    this.#put(path, content);
  }

  /** What somebody does to the files by hand, past every protocol. */
  remove(path: string): void {
    this.#objects.delete(path);
  }

  #put(path: string, content: Uint8Array): StoredObject {
    this.#writes += 1;
    const version = String(this.#writes);
    this.#objects.set(path, { content: content.slice(), version });
    return { path, bytes: content.length, version };
  }
}
