import type {
  ListOptions,
  Storage,
  StoredContent,
  StoredObject,
  WriteCondition,
} from "../../../src/lake/storage/storage.ts";
import type { SimulatedProcess } from "../processes/simulated-process.ts";
import type { VirtualTime } from "../processes/virtual-time.ts";

/** A bucket as one process sees it in virtual time, which stands still while the SDK works. */
export class S3View implements Storage {
  readonly keepsRemoved = true;
  readonly #inner: Storage;
  readonly #process: SimulatedProcess;
  readonly #time: VirtualTime;

  constructor(inner: Storage, process: SimulatedProcess, time: VirtualTime) {
    this.#inner = inner;
    this.#process = process;
    this.#time = time;
  }

  list(prefix: string, options?: ListOptions): Promise<readonly StoredObject[]> {
    return this.#time.outside(() => this.#inner.list(prefix, options));
  }

  names(prefix: string, options?: ListOptions): Promise<readonly string[]> {
    return this.#time.outside(() => this.#inner.names(prefix, options));
  }

  head(path: string): Promise<StoredObject | undefined> {
    return this.#time.outside(() => this.#inner.head(path));
  }

  read(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#time.outside(() => this.#inner.read(path, signal));
  }

  get(path: string, signal?: AbortSignal): Promise<StoredContent | undefined> {
    return this.#time.outside(() => this.#inner.get(path, signal));
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    await this.#process.beforeWriting(path);
    return this.#time.outside(() => this.#inner.write(path, content, condition));
  }

  overwrite(path: string, content: Uint8Array): Promise<void> {
    return this.#time.outside(() => this.#inner.overwrite(path, content));
  }

  remove(paths: readonly string[]): Promise<void> {
    return this.#time.outside(() => this.#inner.remove(paths));
  }
}
