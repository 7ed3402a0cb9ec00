import { keyOf, pathOf } from "../../../src/lake/storage/s3/s3-place.ts";
import { S3Storage } from "../../../src/lake/storage/s3/s3-storage.ts";
import type { Random } from "../../../src/sample-tenant/random.ts";
import type { Ground, GroundView } from "../ground.ts";
import type { Invariants } from "../oracle/invariants.ts";
import type { SimulatedProcess } from "../processes/simulated-process.ts";
import type { VirtualTime } from "../processes/virtual-time.ts";
import { DecodedSlices } from "../slices/decoded-slices.ts";
import { encodeSlice, seenSlice } from "../slices/json-slice.ts";
import { MemorySliceWork } from "../slices/memory-slice-work.ts";
import type { StorageMood } from "../storage/faulty-storage.ts";
import { faultyS3, s3MoodOf } from "./faulty-s3.ts";
import { type Answering, s3ClientOver } from "./s3-handler.ts";
import { S3Rest } from "./s3-rest.ts";
import { S3View } from "./s3-view.ts";
import { SimulatedBucket } from "./simulated-bucket.ts";

/** Few, so that second pages are ordinary. */
const pageKeys = 7;

/** JSON slices in a simulated bucket, which the product's own storage and the SDK's own client write. */
export class S3Ground implements Ground {
  readonly storage: S3Storage;
  readonly #place = { bucket: "logs" };
  readonly #bucket: SimulatedBucket;
  readonly #rest: S3Rest;
  readonly #slices = new DecodedSlices();
  readonly #time: VirtualTime;
  readonly #invariants: Invariants;

  constructor(time: VirtualTime, invariants: Invariants) {
    this.#time = time;
    this.#invariants = invariants;
    this.#bucket = new SimulatedBucket(this.#place.bucket, () => time.now(), {
      put: (key, bytes) => this.#wrote(key, bytes),
      superseded: (key) => invariants.removed(pathOf(this.#place, key) ?? ""),
    });
    this.#rest = new S3Rest(this.#bucket, pageKeys);
    this.storage = this.#storageOver((request) => this.#rest.answer(request));
  }

  addressOf(path: string): string {
    return this.storage.locate(path);
  }

  view(process: SimulatedProcess, mood: StorageMood, random: Random): GroundView {
    const answering = faultyS3(this.#rest, s3MoodOf(mood), random);
    const inner = this.#storageOver((request) => process.effect(() => answering(request)));
    const storage = new S3View(inner, process, this.#time);
    return { storage, work: new MemorySliceWork(storage, this.#slices) };
  }

  async remove(path: string): Promise<void> {
    this.#bucket.delete(keyOf(this.#place, path));
  }

  async edit(path: string, random: Random): Promise<void> {
    const bytes = await this.storage.read(path);
    if (bytes === undefined) return;
    const rows = this.#slices.at(path, bytes).slice.rows.filter(() => !random.chance(0.2));
    const edited = encodeSlice({ parent: "0".repeat(64), rows });
    await this.#bucket.put(keyOf(this.#place, path), { bytes: edited, sha256: undefined, metadata: {} });
  }

  #storageOver(answering: Answering): S3Storage {
    return new S3Storage(s3ClientOver(answering), this.#place, { pause: async () => undefined });
  }

  #wrote(key: string, bytes: Uint8Array): void {
    const path = pathOf(this.#place, key) ?? "";
    if (path.startsWith("tables/")) this.#checkManifest(path, new TextDecoder().decode(bytes));
    else if (path.endsWith(".parquet")) this.#invariants.wroteSlice(path, seenSlice(this.#slices.at(path, bytes)));
    else this.#invariants.wroteEntry(path, bytes);
  }

  /** Athena finds each slice that a manifest names, unless somebody deleted it by hand. */
  #checkManifest(path: string, text: string): void {
    for (const address of text.split("\n").filter((line) => line !== "")) {
      const key = address.slice(`s3://${this.#place.bucket}/`.length);
      const slice = pathOf(this.#place, key) ?? "";
      if (this.#bucket.get(key) === undefined && !this.#invariants.wasTamperedAt(slice))
        this.#invariants.violations.push({ kind: "other", text: `${path} names ${slice}, which is not there` });
    }
  }
}
