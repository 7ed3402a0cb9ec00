import { MemoryStorage } from "../../src/lake/storage/memory-storage.ts";
import type {
  ListOptions,
  Storage,
  StoredContent,
  StoredObject,
  WriteCondition,
} from "../../src/lake/storage/storage.ts";

/** Told of every write that was applied, before anybody else can act. */
export type WriteObserver = (path: string, content: Uint8Array) => void;

/** The true storage of a simulation: what lies in it is what is kept. */
export class WatchedStorage implements Storage {
  readonly #objects: MemoryStorage;
  readonly #onWrite: WriteObserver;
  readonly #onRemove: (path: string) => void;

  constructor(onWrite: WriteObserver, onRemove: (path: string) => void, now: () => number) {
    this.#objects = new MemoryStorage(now);
    this.#onWrite = onWrite;
    this.#onRemove = onRemove;
  }

  list(prefix: string, options?: ListOptions): Promise<readonly StoredObject[]> {
    return this.#objects.list(prefix, options);
  }

  names(prefix: string, options?: ListOptions): Promise<readonly string[]> {
    return this.#objects.names(prefix, options);
  }

  head(path: string): Promise<StoredObject | undefined> {
    return this.#objects.head(path);
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.#objects.read(path);
  }

  get(path: string): Promise<StoredContent | undefined> {
    return this.#objects.get(path);
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

  async remove(paths: readonly string[]): Promise<void> {
    await this.#objects.remove(paths);
    for (const path of paths) this.#onRemove(path);
  }

  /** What somebody does to the files by hand, past every protocol. */
  removeByHand(path: string): Promise<void> {
    return this.#objects.remove([path]);
  }
}
