import { MemoryStorage } from "../../src/lake/storage/memory-storage.ts";
import type { Storage, StoredObject, WriteCondition } from "../../src/lake/storage/storage.ts";

/** Told of every write that was applied, before anybody else can act. */
export type WriteObserver = (path: string, content: Uint8Array) => void;

/** The true storage of a simulation: what lies in it is what is kept. */
export class WatchedStorage implements Storage {
  readonly #objects = new MemoryStorage();
  readonly #onWrite: WriteObserver;

  constructor(onWrite: WriteObserver) {
    this.#onWrite = onWrite;
  }

  list(prefix: string): Promise<readonly StoredObject[]> {
    return this.#objects.list(prefix);
  }

  head(path: string): Promise<StoredObject | undefined> {
    return this.#objects.head(path);
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.#objects.read(path);
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    const written = await this.#objects.write(path, content, condition);
    this.#onWrite(path, content);
    return written;
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    await this.#objects.overwrite(path, content);
    this.#onWrite(path, content);
  }

  /** What somebody does to the files by hand, past every protocol. */
  remove(path: string): void {
    this.#objects.remove(path);
  }
}
