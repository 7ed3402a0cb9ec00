import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DeleteObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { AwsAccess } from "../../../../src/aws/clients/aws-access.ts";
import { parseSlicePath } from "../../../../src/lake/ledger/slice-path.ts";
import { DuckDBSliceWork } from "../../../../src/lake/slices/duckdb-slice-work.ts";
import type { HeldFile } from "../../../../src/lake/slices/held-file.ts";
import { withWorkDatabase } from "../../../../src/lake/slices/work-database.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import { S3FileStorage } from "../../../../src/lake/storage/s3/s3-file-storage.ts";
import { keyOf, pathOf, type S3Place } from "../../../../src/lake/storage/s3/s3-place.ts";
import { Turns } from "../../../../src/protocol/turns.ts";
import type { Random } from "../../../../src/sample-tenant/random.ts";
import type { Ground, GroundView } from "../../../simulation/ground.ts";
import type { Invariants } from "../../../simulation/oracle/invariants.ts";
import type { SimulatedProcess } from "../../../simulation/processes/simulated-process.ts";
import type { VirtualTime } from "../../../simulation/processes/virtual-time.ts";
import { faultyS3, s3MoodOf } from "../../../simulation/s3/faulty-s3.ts";
import type { RestAnswer } from "../../../simulation/s3/s3-rest.ts";
import { OutsideWork } from "../../../simulation/slices/outside-work.ts";
import { seenParquet } from "../../../simulation/slices/parquet-slice.ts";
import { FaultyFileStorage } from "../../../simulation/storage/faulty-file-storage.ts";
import { calmStorage, type StorageMood } from "../../../simulation/storage/faulty-storage.ts";
import { type SentRequest, s3ClientThrough } from "./client-through.ts";

/** Two processes at the same time, an import or a sweep, and one who looks. */
const connections = 4;
const observer = connections - 1;

/** Where the lake of a life lies, and on this machine what is unfinished of it. */
export interface BucketPlace {
  readonly access: AwsAccess;
  readonly place: S3Place;
  readonly folder: string;
}

/**
 * Parquet slices in a real bucket: the product's own storage, its signed requests, and DuckDB, in virtual time. Each
 * request is an effect, and what a bad network does to it is done on this side of the way. When something was written
 * is told in virtual time as it is read, so that sweeps go by the ages that they would see; the rule of a bucket that
 * deletes what is superseded is left out.
 */
export class BucketGround implements Ground<HeldFile> {
  readonly storage: S3FileStorage;
  /** Manifests that were written by those who look from outside, because no run did. */
  readonly publishedLate: string[] = [];
  readonly #at: BucketPlace;
  readonly #time: VirtualTime;
  readonly #invariants: Invariants;
  readonly #connections: readonly DuckDBConnection[];
  readonly #outside: S3Client;
  readonly #clients: S3Client[] = [];
  /** One write after the other, so that it is looked at before anybody can act on it. */
  readonly #writes = new Turns();
  /** When each object was written, in virtual time. */
  readonly #written = new Map<string, number>();

  private constructor(
    at: BucketPlace,
    time: VirtualTime,
    invariants: Invariants,
    connections: readonly DuckDBConnection[],
  ) {
    this.#at = at;
    this.#time = time;
    this.#invariants = invariants;
    this.#connections = connections;
    this.#outside = this.#clientThrough((request) => {
      const path = this.#pathOf(request);
      if (request.method === "PUT" && path.startsWith("tables/")) this.publishedLate.push(path);
      return request.send();
    });
    this.storage = this.#storageOver(this.#outside);
  }

  /** Makes the ground in a bucket that has nothing in it, for as long as `live` lasts. */
  static async with<T>(
    at: BucketPlace,
    time: VirtualTime,
    invariants: Invariants,
    live: (ground: BucketGround) => Promise<T>,
  ): Promise<T> {
    const scratch = new FolderStorage(at.folder);
    const open = async (opened: readonly DuckDBConnection[]): Promise<T> => {
      if (opened.length < connections) return withWorkDatabase(scratch, (connection) => open([...opened, connection]));
      const ground = new BucketGround(at, time, invariants, opened);
      try {
        return await live(ground);
      } finally {
        for (const client of ground.#clients) client.destroy();
      }
    };
    return open([]);
  }

  addressOf(path: string): string {
    return this.storage.locate(path);
  }

  view(process: SimulatedProcess, mood: StorageMood, random: Random, slot: number): GroundView<HeldFile> {
    const bucket = { answer: (request: SentRequest) => this.#answer(request) };
    const answering = faultyS3(bucket, s3MoodOf(mood), random);
    const client = this.#clientThrough((request) => process.effect(() => answering(request)));
    const storage = new FaultyFileStorage(this.#storageOver(client), {
      // Its effects are the requests.
      process: { effect: (act) => act(), beforeWriting: (path) => process.beforeWriting(path) },
      mood: calmStorage,
      random,
      time: this.#time,
      onWrite: async () => undefined,
      onRemove: () => undefined,
      writtenMs: (path) => this.#written.get(path) ?? this.#time.now(),
    });
    return { storage, work: new OutsideWork(new DuckDBSliceWork(this.#connection(slot), storage), this.#time) };
  }

  async remove(path: string): Promise<void> {
    const { place } = this.#at;
    await this.#outside.send(new DeleteObjectCommand({ Bucket: place.bucket, Key: keyOf(place, path) }));
  }

  async edit(): Promise<never> {
    throw new TypeError("Nobody edits slices in these lives, so that they can be verified");
  }

  #clientThrough(way: Parameters<typeof s3ClientThrough>[1]): S3Client {
    const client = s3ClientThrough(this.#at.access, way);
    this.#clients.push(client);
    return client;
  }

  #storageOver(client: S3Client): S3FileStorage {
    const { place, folder } = this.#at;
    return new S3FileStorage(client, place, { folder, cacheBytes: 1e8, pause: async () => undefined });
  }

  async #answer(request: SentRequest): Promise<RestAnswer> {
    if (request.method !== "PUT") return request.send();
    return this.#writes.take(async () => {
      const answer = await request.send();
      if (answer.status === 200) await this.#did(request);
      return answer;
    });
  }

  async #did(request: SentRequest): Promise<void> {
    const path = this.#pathOf(request);
    if (!("tagging" in request.query)) await this.#wrote(path);
    else if (String(request.body).includes("superseded")) this.#invariants.removed(path);
  }

  #pathOf({ path }: SentRequest): string {
    return pathOf(this.#at.place, path.split("/").slice(2).map(decodeURIComponent).join("/")) ?? "";
  }

  /** Looks at what lies there now. */
  async #wrote(path: string): Promise<void> {
    this.#written.set(path, this.#time.now());
    const bytes = (await this.storage.read(path)) ?? new Uint8Array();
    if (path.startsWith("tables/")) this.#checkManifest(path, new TextDecoder().decode(bytes));
    else if (parseSlicePath(path) === undefined) this.#invariants.wroteEntry(path, bytes);
    else {
      const file = join(this.#at.folder, `${randomUUID()}.parquet`);
      await writeFile(file, bytes);
      this.#invariants.wroteSlice(path, await seenParquet(this.#connection(observer), path, file));
      await rm(file);
    }
  }

  /** Athena finds each slice that a manifest names. */
  #checkManifest(path: string, text: string): void {
    const slices = new Set([...this.#written.keys()].map((each) => this.addressOf(each)));
    for (const address of text.split("\n").filter((line) => line !== ""))
      if (!slices.has(address)) this.#invariants.noteViolation(`${path} names ${address}, which is not there`);
  }

  #connection(slot: number): DuckDBConnection {
    const connection = this.#connections[slot];
    if (connection === undefined) throw new RangeError(`No connection ${slot}`);
    return connection;
  }
}
