import { createHash } from "node:crypto";

const dayMs = 86_400_000;

/** An object as it lies in a simulated bucket. */
export interface BucketObject {
  readonly bytes: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
  /** Base64, when it was sent. */
  readonly sha256: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Told of what was done, before anybody else can act. */
export interface BucketObserver {
  put?(key: string, bytes: Uint8Array): void | Promise<void>;
  superseded?(key: string): void;
}

/**
 * What lies in a bucket: keys in the order of their bytes, conditions that hold or not, tags, and a rule that deletes
 * what is tagged as superseded a day after it was written.
 */
export class SimulatedBucket {
  readonly name: string;
  readonly region = "eu-central-1";
  readonly #objects = new Map<string, BucketObject>();
  readonly #now: () => number;
  readonly #observer: BucketObserver;
  #sorted: string[] | undefined;

  constructor(name: string, now: () => number = Date.now, observer: BucketObserver = {}) {
    this.name = name;
    this.#now = now;
    this.#observer = observer;
  }

  get nowMs(): number {
    return this.#now();
  }

  keys(): readonly string[] {
    this.#expire();
    this.#sorted ??= [...this.#objects.keys()].sort();
    return this.#sorted;
  }

  get(key: string): BucketObject | undefined {
    this.#expire();
    return this.#objects.get(key);
  }

  async put(key: string, object: Omit<BucketObject, "etag" | "modifiedMs" | "tags">): Promise<BucketObject> {
    const etag = `"${createHash("md5").update(object.bytes).digest("hex")}"`;
    // S3 keeps seconds.
    const stored = { ...object, etag, modifiedMs: Math.floor(this.#now() / 1000) * 1000, tags: {} };
    if (!this.#objects.has(key)) this.#sorted = undefined;
    this.#objects.set(key, stored);
    await this.#observer.put?.(key, object.bytes);
    return stored;
  }

  tag(key: string, tags: Readonly<Record<string, string>>): boolean {
    const object = this.get(key);
    if (object === undefined) return false;
    this.#objects.set(key, { ...object, tags });
    if (tags["tenanttrail-superseded"] === "true") this.#observer.superseded?.(key);
    return true;
  }

  /** What a person does in the console. */
  delete(key: string): void {
    this.#objects.delete(key);
    this.#sorted = undefined;
  }

  /** A rule counts from the midnight after an object was written, whenever it was tagged. */
  #expire(): void {
    const now = this.#now();
    if (now < this.#nextExpiryMs) return;
    this.#nextExpiryMs = (Math.floor(now / dayMs) + 1) * dayMs;
    for (const [key, { tags, modifiedMs }] of this.#objects)
      if (tags["tenanttrail-superseded"] === "true" && (Math.floor(modifiedMs / dayMs) + 2) * dayMs <= now)
        this.delete(key);
  }

  #nextExpiryMs = 0;
}
