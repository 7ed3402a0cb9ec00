import {
  type ListOptions,
  type Storage,
  type StoredContent,
  type StoredObject,
  type WriteCondition,
  WriteConflict,
} from "../../../src/lake/storage/storage.ts";
import type { Random } from "../../../src/sample-tenant/random.ts";
import type { SimulatedProcess } from "../processes/simulated-process.ts";

/** How often a storage misbehaves; probabilities of one call. */
export interface StorageMood {
  /** A write is refused with 409 although its condition holds. */
  readonly refuses: number;
  /** A write is applied and its answer lost. */
  readonly losesAnswer: number;
  /** A write is applied, its answer lost, and the client's own second attempt is told 412. */
  readonly repeatsItself: number;
  /** A read fails. */
  readonly failsToRead: number;
  /** A call takes up to this many milliseconds. */
  readonly delayMs: number;
}

export const calmStorage: StorageMood = { refuses: 0, losesAnswer: 0, repeatsItself: 0, failsToRead: 0, delayMs: 0 };

/** A connection that broke: the caller does not know what became of its call. */
export class StorageUnreachable extends Error {
  override readonly name = "StorageUnreachable";
  readonly code = "ECONNRESET";

  constructor(path: string) {
    super(`The connection was lost: ${path}`);
  }
}

/** The disk under a storage, which a power cut takes back to what was synced. */
export interface Disk {
  /** Whether the power may be cut, so that it matters when something reaches the disk. */
  readonly expectsPowerCut: boolean;
  /** The folder of a path was put on the disk. */
  synced(path: string): void;
}

/** So long a sync takes at most, milliseconds. */
const longestSyncMs = 40;

/** A storage as one process sees it through a bad network: slow, refusing, losing answers, and cut off by a kill. */
export class FaultyStorage implements Storage {
  readonly #inner: Storage;
  readonly #process: SimulatedProcess;
  readonly #mood: StorageMood;
  readonly #random: Random;
  readonly #disk: Disk | undefined;

  /** @param disk default: what is written is durable at once. */
  constructor(inner: Storage, process: SimulatedProcess, mood: StorageMood, random: Random, disk?: Disk) {
    this.#inner = inner;
    this.#disk = disk;
    this.#process = process;
    this.#mood = mood;
    this.#random = random;
  }

  async list(prefix: string, options?: ListOptions): Promise<readonly StoredObject[]> {
    return this.#read(prefix, () => this.#inner.list(prefix, options));
  }

  async names(prefix: string, options?: ListOptions): Promise<readonly string[]> {
    return this.#read(prefix, () => this.#inner.names(prefix, options));
  }

  async head(path: string): Promise<StoredObject | undefined> {
    return this.#read(path, () => this.#inner.head(path));
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.#read(path, () => this.#inner.read(path));
  }

  async get(path: string): Promise<StoredContent | undefined> {
    return this.#read(path, () => this.#inner.get(path));
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    await this.#delay();
    await this.#process.beforeWriting(path);
    return this.#synced(path, () =>
      this.#process.effect(async () => {
        if (this.#random.chance(this.#mood.refuses)) throw new WriteConflict(path);
        const written = await this.#inner.write(path, content, condition);
        if (this.#random.chance(this.#mood.losesAnswer)) throw new StorageUnreachable(path);
        if (this.#random.chance(this.#mood.repeatsItself)) throw new WriteConflict(path);
        return written;
      }),
    );
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    await this.#delay();
    return this.#synced(path, () => this.#process.effect(() => this.#inner.overwrite(path, content)));
  }

  /** One effect for each, so that a kill leaves some. */
  async remove(paths: readonly string[]): Promise<void> {
    await this.#delay();
    for (const path of paths) await this.#process.effect(() => this.#inner.remove([path]));
  }

  /**
   * Whoever is told how a write ended, be it that its name is taken, is told so when its folder is on the disk. What
   * another did to the folder until then is on it too.
   */
  async #synced<T>(path: string, write: () => Promise<T>): Promise<T> {
    const disk = this.#disk;
    if (disk === undefined || !disk.expectsPowerCut) return write();
    try {
      return await write();
    } finally {
      await this.#process.wrote();
      await this.#process.clock.sleep(this.#random.below(longestSyncMs));
      disk.synced(path);
    }
  }

  async #read<T>(path: string, act: () => Promise<T>): Promise<T> {
    await this.#delay();
    return this.#process.effect(async () => {
      if (this.#random.chance(this.#mood.failsToRead)) throw new StorageUnreachable(path);
      return act();
    });
  }

  async #delay(): Promise<void> {
    if (this.#mood.delayMs === 0 || !this.#random.chance(0.1)) return;
    await this.#process.clock.sleep(this.#random.below(this.#mood.delayMs));
  }
}
