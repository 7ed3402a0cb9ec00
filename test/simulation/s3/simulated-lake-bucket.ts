import { S3FileStorage } from "../../../src/lake/storage/s3/s3-file-storage.ts";
import { S3Storage } from "../../../src/lake/storage/s3/s3-storage.ts";
import { type Answering, s3ClientOver } from "./s3-handler.ts";
import { type RestRequest, S3Rest } from "./s3-rest.ts";
import { SimulatedBucket } from "./simulated-bucket.ts";

/** A simulated bucket with a lake in it, for tests that open it. */
export class SimulatedLakeBucket {
  readonly place = { bucket: "logs" };
  readonly bucket: SimulatedBucket;
  /** What was asked, as `GET key`. */
  readonly asked: string[] = [];
  readonly #rest: S3Rest;

  constructor({ pageKeys, now }: { readonly pageKeys?: number; readonly now?: () => number } = {}) {
    this.bucket = new SimulatedBucket(this.place.bucket, now);
    this.#rest = new S3Rest(this.bucket, pageKeys);
  }

  answer(request: RestRequest): ReturnType<Answering> {
    this.asked.push(`${request.method} ${decodeURIComponent(request.path).slice(this.place.bucket.length + 2)}`);
    return this.#rest.answer(request);
  }

  storage(answering: Answering = (request) => this.answer(request)): S3Storage {
    return new S3Storage(s3ClientOver(answering), this.place, { pause: async () => undefined });
  }

  /** @param folder for scratch and fetched slices. */
  fileStorage(
    folder: string,
    { cacheBytes = 1e9, answering = (request: RestRequest) => this.answer(request) }: FileOptions = {},
  ): S3FileStorage {
    const options = { folder, cacheBytes, pause: async () => undefined };
    return new S3FileStorage(s3ClientOver(answering), this.place, options);
  }
}

interface FileOptions {
  readonly cacheBytes?: number;
  readonly answering?: Answering;
}
