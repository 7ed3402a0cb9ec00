import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";
import type {
  ListOptions,
  Storage,
  StoredContent,
  StoredObject,
  WriteCondition,
} from "../../../src/lake/storage/storage.ts";
import type { Random } from "../../../src/sample-tenant/random.ts";
import { UnsyncedChanges } from "./unsynced-changes.ts";

/** Told of everything that happens to a storage, before anybody else can act. */
export interface StorageWatcher {
  wrote(path: string, content: Uint8Array): void;
  removed(path: string): void;
  /** Called before each change: how the watcher goes back to what is now, should a power cut take the change. */
  remember?(path: string): () => void;
}

/** The true storage of a simulation: what lies in it is what is kept, but for what a power cut takes. */
export class WatchedStorage implements Storage {
  readonly #objects: MemoryStorage;
  readonly #watcher: StorageWatcher;
  readonly #now: () => number;
  readonly #unsynced = new UnsyncedChanges();
  /**
   * Whether a power cut may come, so that changes are remembered and take their time to reach the disk. Default false,
   * because that costs more than all else in a life.
   */
  expectsPowerCut = false;

  constructor(watcher: StorageWatcher, now: () => number) {
    this.#objects = new MemoryStorage(now);
    this.#watcher = watcher;
    this.#now = now;
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
    const undo = await this.#undoOf(path);
    const written = await this.#objects.write(path, content, condition);
    this.#changed(path, undo);
    this.#watcher.wrote(path, content);
    return written;
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    const undo = await this.#undoOf(path);
    await this.#objects.overwrite(path, content);
    this.#changed(path, undo);
    this.#watcher.wrote(path, content);
  }

  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const undo = await this.#undoOf(path);
      await this.#objects.remove([path]);
      this.#changed(path, undo);
      this.#watcher.removed(path);
    }
  }

  /** What somebody does to the files by hand, past every protocol. */
  async removeByHand(path: string): Promise<void> {
    this.#unsynced.forget(path);
    await this.#objects.remove([path]);
  }

  /** What somebody writes over a file by hand, past every protocol; no power cut takes it back. */
  async overwriteByHand(path: string, content: Uint8Array): Promise<void> {
    this.#unsynced.forget(path);
    await this.#objects.overwrite(path, content);
    this.#watcher.wrote(path, content);
  }

  /** The folder of a path was put on the disk. */
  synced(path: string): void {
    this.#unsynced.synced(path);
  }

  /** The power goes, and with it what was not synced. */
  cutPower(random: Random): void {
    this.#unsynced.cut(this.#now(), random);
    this.expectsPowerCut = false;
  }

  #changed(path: string, undo: (() => void) | undefined): void {
    if (undo !== undefined) this.#unsynced.add({ path, atMs: this.#now(), undo });
  }

  async #undoOf(path: string): Promise<(() => void) | undefined> {
    if (!this.expectsPowerCut) return undefined;
    const before = await this.#objects.read(path);
    const remembered = this.#watcher.remember?.(path);
    return () => {
      void (before === undefined ? this.#objects.remove([path]) : this.#objects.overwrite(path, before));
      remembered?.();
    };
  }
}
