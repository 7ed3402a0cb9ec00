import { dayMs } from "../base/time-units.ts";
import { Lake } from "../lake/lake.ts";
import { type LakeTime, systemTime } from "../lake/ledger/lake-time.ts";
import { S3FileStorage } from "../lake/storage/s3/s3-file-storage.ts";
import type { S3Place } from "../lake/storage/s3/s3-place.ts";

/** A slice that was replaced can still be read for so long, because queries of Athena take up to half an hour. */
const graceMs = dayMs;

/** Fetched slices take at most so much of the disk beside those in use. */
const cacheBytes = 10 * 1024 ** 3;

/** How a lake in a bucket is opened. */
export interface S3LakeRequest {
  readonly client: ConstructorParameters<typeof S3FileStorage>[0];
  readonly place: S3Place;
  /** Where unfinished files and fetched slices lie, absolute. Nothing is written outside of it. */
  readonly folder: string;
  /** How much of the disk fetched slices take beside those in use. Default: 10 GiB. */
  readonly cacheBytes?: number;
  readonly time?: LakeTime;
}

/**
 * The lake in a bucket, of which Athena sees what is published (design: Athena's view of it). Nothing is asked yet:
 * what is wrong with the bucket is said by the first request.
 */
export function openS3Lake({ client, place, folder, time = systemTime, ...limits }: S3LakeRequest): Lake {
  const storage = new S3FileStorage(client, place, { folder, cacheBytes: limits.cacheBytes ?? cacheBytes });
  return new Lake(storage, time, { graceMs, addressOf: (path) => storage.locate(path) });
}
