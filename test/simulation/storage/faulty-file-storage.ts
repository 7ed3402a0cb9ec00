import {
  type FileStorage,
  type GrowingFile,
  type LendOptions,
  type LentFiles,
  type ListOptions,
  type StoredContent,
  type StoredObject,
  type WriteCondition,
  WriteConflict,
} from "../../../src/lake/storage/storage.ts";
import type { Random } from "../../../src/sample-tenant/random.ts";
import type { SimulatedProcess } from "../processes/simulated-process.ts";
import type { VirtualTime } from "../processes/virtual-time.ts";
import { type StorageMood, StorageUnreachable } from "./faulty-storage.ts";

export interface FileFaults {
  readonly process: Pick<SimulatedProcess, "effect" | "beforeWriting">;
  /** Delays are left out: they would be inside of real work, in which time stands still. */
  readonly mood: StorageMood;
  readonly random: Random;
  readonly time: VirtualTime;
  /** Told of every write that was applied, before anybody else can act. */
  readonly onWrite: (path: string) => Promise<void>;
  readonly onRemove: (path: string) => void;
  /** When an object was written, in virtual time. */
  readonly writtenMs: (path: string) => number;
}

/** A folder as one process sees it through a bad network and until it is killed. */
export class FaultyFileStorage implements FileStorage {
  readonly #inner: FileStorage;
  readonly #faults: FileFaults;

  constructor(inner: FileStorage, faults: FileFaults) {
    this.#inner = inner;
    this.#faults = faults;
  }

  locate(path: string): string {
    return this.#inner.locate(path);
  }

  fileOf(path: string): string {
    return this.#inner.fileOf(path);
  }

  scratch(): Promise<string> {
    return this.#inner.scratch();
  }

  create(path: string): Promise<GrowingFile> {
    return this.#inner.create(path);
  }

  /** Files of a folder are there already. */
  lend(paths: readonly string[], options?: LendOptions): Promise<LentFiles> {
    return this.#inner.lend(paths, options);
  }

  sha256Of(path: string): Promise<string | undefined> {
    return this.#read(path, () => this.#inner.sha256Of(path));
  }

  troublesOf(folders: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    return this.#inner.troublesOf(folders);
  }

  async list(prefix: string, options?: ListOptions): Promise<readonly StoredObject[]> {
    const objects = await this.#read(prefix, () => this.#inner.list(prefix, options));
    return objects.map((object) => this.#inVirtualTime(object));
  }

  names(prefix: string, options?: ListOptions): Promise<readonly string[]> {
    return this.#read(prefix, () => this.#inner.names(prefix, options));
  }

  async head(path: string): Promise<StoredObject | undefined> {
    const object = await this.#read(path, () => this.#inner.head(path));
    return object && this.#inVirtualTime(object);
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.#read(path, () => this.#inner.read(path));
  }

  async get(path: string): Promise<StoredContent | undefined> {
    const object = await this.#read(path, () => this.#inner.get(path));
    return object && { ...object, ...this.#inVirtualTime(object) };
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    await this.#faults.process.beforeWriting(path);
    return this.#write(path, () => this.#inner.write(path, content, condition));
  }

  async writeFile(path: string, file: string, condition: WriteCondition): Promise<StoredObject> {
    await this.#faults.process.beforeWriting(path);
    return this.#write(path, () => this.#inner.writeFile(path, file, condition));
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    await this.#effect(() => this.#inner.overwrite(path, content));
  }

  /** One effect for each, so that a kill leaves some. */
  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths)
      await this.#effect(async () => {
        await this.#inner.remove([path]);
        this.#faults.onRemove(path);
      });
  }

  #read<T>(path: string, act: () => Promise<T>): Promise<T> {
    const { random, mood } = this.#faults;
    return this.#effect(async () => {
      if (random.chance(mood.failsToRead)) throw new StorageUnreachable(path);
      return act();
    });
  }

  #inVirtualTime(object: StoredObject): StoredObject {
    return { ...object, writtenMs: this.#faults.writtenMs(object.path) };
  }

  #write(path: string, act: () => Promise<StoredObject>): Promise<StoredObject> {
    const { random, mood, onWrite } = this.#faults;
    return this.#effect(async () => {
      if (random.chance(mood.refuses)) throw new WriteConflict(path);
      const written = await act();
      await onWrite(path);
      if (random.chance(mood.losesAnswer)) throw new StorageUnreachable(path);
      if (random.chance(mood.repeatsItself)) throw new WriteConflict(path);
      return this.#inVirtualTime(written);
    });
  }

  #effect<T>(act: () => Promise<T>): Promise<T> {
    return this.#faults.time.outside(() => this.#faults.process.effect(act));
  }
}
