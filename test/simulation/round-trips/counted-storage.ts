import type {
  FileStorage,
  LentFiles,
  ListOptions,
  Storage,
  StoredContent,
  StoredObject,
  WriteCondition,
} from "../../../src/lake/storage/storage.ts";
import type { VirtualTime } from "../processes/virtual-time.ts";

/** What a call to a bucket takes. */
export const callMs = 40;

/** What some work asked of a storage. */
export interface RoundTrips {
  readonly calls: number;
  /** How many calls of 40 ms one after the other take as long as the work waited for the storage. */
  readonly inARow: number;
}

/** A storage far away: each of its calls is counted, and takes 40 ms of virtual time, or what its requests take. */
export class CountedStorage implements FileStorage {
  readonly #inner: Storage | FileStorage;
  readonly #hasRequests: boolean;
  readonly #time: VirtualTime;
  #calls = 0;
  #open = 0;
  #busySinceMs = 0;
  #busyMs = 0;

  /** @param hasRequests whether a call takes what its requests take, each of which waits by itself. */
  constructor(inner: Storage | FileStorage, time: VirtualTime, hasRequests = false) {
    this.#inner = inner;
    this.#time = time;
    this.#hasRequests = hasRequests;
  }

  get keepsRemoved(): boolean {
    return this.#inner.keepsRemoved === true;
  }

  /** What was asked since the last time that somebody wanted to know. */
  take(): RoundTrips {
    const calls = this.#calls;
    const inARow = Math.ceil(this.#busyMs / callMs);
    this.#calls = 0;
    this.#busyMs = 0;
    return { calls, inARow };
  }

  locate(path: string): string {
    return `/far/${path}`;
  }

  fileOf(path: string): string {
    return this.locate(path);
  }

  list(prefix: string, options?: ListOptions): Promise<readonly StoredObject[]> {
    return this.#call(() => this.#inner.list(prefix, options));
  }

  names(prefix: string, options?: ListOptions): Promise<readonly string[]> {
    return this.#call(() => this.#inner.names(prefix, options));
  }

  head(path: string): Promise<StoredObject | undefined> {
    return this.#call(() => this.#inner.head(path));
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.#call(() => this.#inner.read(path));
  }

  get(path: string): Promise<StoredContent | undefined> {
    return this.#call(() => this.#inner.get(path));
  }

  write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    return this.#call(() => this.#inner.write(path, content, condition));
  }

  overwrite(path: string, content: Uint8Array): Promise<void> {
    return this.#call(() => this.#inner.overwrite(path, content));
  }

  remove(paths: readonly string[]): Promise<void> {
    return this.#call(() => this.#inner.remove(paths));
  }

  lend(): Promise<LentFiles> {
    return this.#call(async () => ({ missing: [], release: async () => undefined }));
  }

  sha256Of(): never {
    throw new TypeError("A storage far away has no files");
  }

  troublesOf(folders: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const inner = this.#inner;
    return this.#call(async () => ("troublesOf" in inner ? inner.troublesOf(folders) : new Map()));
  }

  writeFile(): never {
    throw new TypeError("A storage far away has no files");
  }

  scratch(): never {
    throw new TypeError("A storage far away has no files");
  }

  create(): never {
    throw new TypeError("A storage far away has no files");
  }

  async #call<T>(act: () => Promise<T>): Promise<T> {
    this.#calls += 1;
    if (this.#open === 0) this.#busySinceMs = this.#time.now();
    this.#open += 1;
    try {
      if (!this.#hasRequests) await this.#time.sleep(callMs, this);
      return await this.#time.outside(act);
    } finally {
      this.#open -= 1;
      if (this.#open === 0) this.#busyMs += this.#time.now() - this.#busySinceMs;
    }
  }
}
