import { createHash } from "node:crypto";
import { Random } from "../../../../src/sample-tenant/random.ts";
import { type DeliveryProfile, listingDelay } from "./delivery.ts";
import type { ContentType } from "./offer.ts";

/** A content blob of the Management Activity API. Times are milliseconds since 1970. */
export interface Blob {
  readonly id: string;
  readonly contentType: ContentType;
  readonly createdMs: number;
  /** From when it is listed; a late one is listed behind blobs created after it. */
  readonly listedMs: number;
  readonly raws: string[];
}

/** Blobs are not only made on the second. */
const besideEdges: readonly number[] = [1, 499, 999, 1000, 59_999, 60_000, 61_007];

const expiryMs = 7 * 86_400_000;

/** Blobs expire seven days after they were created (graph.md §3.1). */
export function expiryOf(blob: Blob): number {
  return blob.createdMs + expiryMs;
}

const stream = 103;

/** Gathers records into blobs by the time that they become known. */
export class BlobStore {
  readonly #byId = new Map<string, Blob>();
  readonly #open = new Map<string, { blob: Blob; part: number }>();
  readonly #byType = new Map<ContentType, Blob[]>();
  readonly #unsorted = new Set<ContentType>();
  readonly #seed: number;
  readonly #profile: DeliveryProfile;
  readonly #everyMs: number;
  readonly #most: number;

  /** @param everyMs how often each content type gets a blob; @param most records in one. */
  constructor(seed: number, profile: DeliveryProfile, everyMs: number, most: number) {
    this.#seed = seed;
    this.#profile = profile;
    this.#everyMs = everyMs;
    this.#most = most;
  }

  /** Puts a record, known since `knownMs`, into the next blob of its content type. */
  put(contentType: ContentType, knownMs: number, raw: string): Blob {
    const bucket = Math.ceil(knownMs / this.#everyMs);
    const name = `${contentType} ${bucket}`;
    const open = this.#open.get(name);
    if (open !== undefined && open.blob.raws.length < this.#most) {
      open.blob.raws.push(raw);
      return open.blob;
    }
    const part = open === undefined ? 0 : open.part + 1;
    const blob = this.#create(contentType, bucket, part);
    blob.raws.push(raw);
    this.#open.set(name, { blob, part });
    return blob;
  }

  get(id: string): Blob | undefined {
    return this.#byId.get(id);
  }

  /** Blobs with `fromMs` ≤ contentCreated < `toMs` that are listed at a time, in the order they were listed. */
  listed(contentType: ContentType, fromMs: number, toMs: number, atMs: number): Blob[] {
    const blobs = this.#byType.get(contentType) ?? [];
    if (this.#unsorted.delete(contentType)) blobs.sort((a, b) => a.listedMs - b.listedMs || (a.id < b.id ? -1 : 1));
    return blobs.filter(
      ({ createdMs, listedMs }) => createdMs >= fromMs && createdMs < toMs && listedMs <= atMs && createdMs <= atMs,
    );
  }

  #create(contentType: ContentType, bucket: number, part: number): Blob {
    const random = Random.of(this.#seed, bucket, part, stream);
    const createdMs = bucket * this.#everyMs + part + (random.chance(0.4) ? 0 : random.pick(besideEdges));
    const blob: Blob = {
      id: contentId(contentType, createdMs, part, this.#seed),
      contentType,
      createdMs,
      listedMs: createdMs + listingDelay(this.#profile, random),
      raws: [],
    };
    this.#byId.set(blob.id, blob);
    const blobs = this.#byType.get(contentType) ?? [];
    blobs.push(blob);
    this.#byType.set(contentType, blobs);
    this.#unsorted.add(contentType);
    return blob;
  }
}

/** In the form that Microsoft's have: two numbers of time, a feed and a content type between dollar signs. */
function contentId(contentType: ContentType, createdMs: number, part: number, seed: number): string {
  const digest = createHash("sha256").update(`${seed} ${contentType} ${createdMs} ${part}`).digest("hex");
  const time = new Date(createdMs).toISOString().replace(/\D/g, "");
  const feed = contentType.toLowerCase().replace(".", "_");
  return `${time}$${digest.slice(0, 24)}$${feed}$${contentType.replace(".", "_")}$sim0001`;
}
