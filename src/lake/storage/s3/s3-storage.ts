import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { TenantTrailError, throwIfCancelled } from "../../../protocol/errors.ts";
import { atOnce } from "../at-once.ts";
import {
  type ListOptions,
  type Storage,
  type StoredContent,
  type StoredObject,
  type WriteCondition,
  WriteConflict,
} from "../storage.ts";
import { mostObjectBytes, tooLarge } from "../too-large.ts";
import { isAbsent, isConcurrentWrite, isConditionFailed, isOfDisk, isPassing, type S3Action } from "./s3-failures.ts";
import { discardBody, readBody, type S3Object, S3Objects, TransferError, type Upload } from "./s3-objects.ts";
import { addressOf, type S3Place } from "./s3-place.ts";

const requestsAtOnce = 16;

/** So often bytes are asked for that did not arrive whole, and a file is sent whose answer was lost. */
const attempts = 4;

/** So often a write waits for another one of the same key that is under way. */
const attemptsBesideOthers = 8;

export interface S3StorageOptions {
  /** Waits so many milliseconds; tests wait less. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/**
 * A lake in an S3 bucket. S3 is consistent: what was written is read by everybody who asks afterwards
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel). A version is an ETag, which is
 * that of the bytes: two writes of the same bytes have one version. What is removed gets a tag, by which a rule of the
 * bucket deletes it some day; until then readers who know it can read it, and `head` does not see it.
 */
export class S3Storage implements Storage {
  readonly keepsRemoved = true;
  protected readonly objects: S3Objects;
  protected readonly pause: (ms: number) => Promise<unknown>;

  constructor(client: S3Client, place: S3Place, { pause = (ms) => sleep(ms) }: S3StorageOptions = {}) {
    this.objects = new S3Objects(client, place);
    this.pause = pause;
  }

  /** The address of an object, for people and for Athena. */
  locate(path: string): string {
    return addressOf(this.objects.place, path);
  }

  async list(prefix: string, options: ListOptions = {}): Promise<readonly StoredObject[]> {
    const { limit = Number.POSITIVE_INFINITY, signal } = options;
    const found: StoredObject[] = [];
    let token: string | undefined;
    while (found.length < limit) {
      throwIfCancelled(signal);
      const left = { ...options, limit: limit - found.length };
      const page = await this.#ask("s3:ListBucket", prefix, () => this.objects.list(prefix, left, token));
      found.push(...page.objects);
      if (page.next === undefined) break;
      token = this.#further(prefix, token, page.next);
    }
    // The whole lake lies below two prefixes, whose keys do not sort as its paths do.
    return prefix === "" ? found.sort((a, b) => (a.path < b.path ? -1 : 1)) : found;
  }

  async names(prefix: string, options?: ListOptions): Promise<readonly string[]> {
    return (await this.list(prefix, options)).map(({ path }) => path);
  }

  /** The folders that lie below a prefix. */
  protected async folders(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.#ask("s3:ListBucket", prefix, () => this.objects.list(prefix, { shallow: true }, token));
      found.push(...page.folders);
      token = page.next && this.#further(prefix, token, page.next);
    } while (token !== undefined);
    return found;
  }

  async head(path: string): Promise<StoredObject | undefined> {
    const object = await this.#ask("s3:GetObject", path, () => this.objects.head(path));
    return object === undefined || (await this.#isSeenSuperseded(path)) ? undefined : storedAs(object);
  }

  async read(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return (await this.get(path, signal))?.content;
  }

  async get(path: string, signal?: AbortSignal): Promise<StoredContent | undefined> {
    return this.whole(path, async () => {
      const content = await this.objects.get(path, signal);
      if (content === undefined) return undefined;
      if (content.bytes > mostObjectBytes) {
        discardBody(content);
        throw tooLarge(this.locate(path), content.bytes);
      }
      const chunks: Uint8Array[] = [];
      await readBody(content, async (chunk) => {
        chunks.push(chunk);
      });
      return { ...storedAs(content), content: Buffer.concat(chunks) };
    });
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    return this.put(path, uploadOf(content), condition);
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    await this.#ask("s3:PutObject", path, () => this.objects.put(path, uploadOf(content), undefined));
  }

  async remove(paths: readonly string[]): Promise<void> {
    await atOnce(paths, requestsAtOnce, (path) =>
      this.#ask("s3:PutObjectTagging", path, () => this.objects.tag(path, true)),
    );
  }

  /** Reads an object again when its bytes did not arrive whole. @throws TenantTrailError; CancelledError. */
  protected async whole<T>(path: string, read: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await read();
      } catch (error) {
        if (isOfDisk(error)) throw error;
        if (!(error instanceof TransferError) || attempt === attempts)
          throw this.objects.failure(error, "s3:GetObject", path);
        await this.pause(100 * 2 ** attempt);
      }
  }

  /**
   * Writes if the condition holds. An answer that was lost leaves open whether the write was done, and the same request
   * sent again then meets itself: who wrote what lies there is told by the mark of the write, so success is only said
   * of the own write, and a conflict only where somebody else was faster.
   * @throws WriteConflict; TenantTrailError.
   */
  protected async put(path: string, upload: Upload, condition: WriteCondition): Promise<StoredObject> {
    let isUnknown = false;
    for (let [attempt, beside] = [1, 1]; ; ) {
      try {
        return await this.#dated(await this.objects.put(path, upload, condition));
      } catch (error) {
        if (isConcurrentWrite(error) && beside < attemptsBesideOthers) {
          // Another write of the key is under way; it may be our own, whose answer was lost.
          await this.pause(25 * 2 ** beside * Math.random());
          beside += 1;
          continue;
        }
        if (isConditionFailed(error) || isConcurrentWrite(error) || isAbsent(error))
          return await this.#ownOrConflict(path, upload, condition);
        isUnknown ||= isPassing(error);
        if (isPassing(error) && attempt < attempts && upload.isStream) {
          await this.pause(100 * 2 ** attempt);
          attempt += 1;
          continue;
        }
        const own = isUnknown ? await this.#own(path, upload).catch(() => undefined) : undefined;
        if (own !== undefined) return own;
        throw this.objects.failure(error, "s3:PutObject", path);
      }
    }
  }

  /** A list whose pages do not go on would never end. @throws TenantTrailError `read-failed`. */
  #further(prefix: string, token: string | undefined, next: string): string {
    if (next !== token) return next;
    throw new TenantTrailError(
      "read-failed",
      `S3 gives the same page of ${this.locate(prefix)} again and again. Run it again; if that goes on, look at what answers at the connection's endpoint.`,
    );
  }

  async #ownOrConflict(path: string, upload: Upload, condition: WriteCondition): Promise<StoredObject> {
    const found = await this.#ask("s3:GetObject", path, () => this.objects.head(path));
    if (found?.mark === upload.mark) return storedAs(found);
    // What was removed lies there until it is deleted, and must not be deleted when it is needed again.
    const isAgain = found !== undefined && found.sha256 === upload.sha256 && "ifAbsent" in condition;
    if (!isAgain || !(await this.#isSuperseded(path))) throw new WriteConflict(path);
    const written = await this.put(path, upload, { ifVersion: found.version });
    // An object that is written anew has no tags in S3; servers that are not S3 keep them.
    await this.#ask("s3:PutObjectTagging", path, () => this.objects.tag(path, false));
    return written;
  }

  async #own(path: string, upload: Upload): Promise<StoredObject | undefined> {
    const found = await this.objects.head(path);
    return found?.mark === upload.mark ? storedAs(found) : undefined;
  }

  /** Servers that are not S3 may leave the date of an answer out. */
  async #dated(object: StoredObject): Promise<StoredObject> {
    if (!Number.isNaN(object.writtenMs)) return object;
    const found = await this.#ask("s3:GetObject", object.path, () => this.objects.head(object.path));
    const { writtenMs = 0 } = found ?? {};
    return { ...object, writtenMs };
  }

  #isSuperseded(path: string): Promise<boolean> {
    return this.#ask("s3:GetObjectTagging", path, () => this.objects.isSuperseded(path));
  }

  /** Whoever may not see tags only reads: to a reader what lies there is there. */
  async #isSeenSuperseded(path: string): Promise<boolean> {
    try {
      return await this.#isSuperseded(path);
    } catch (error) {
      if (error instanceof TenantTrailError && error.code === "missing-permission") return false;
      throw error;
    }
  }

  async #ask<T>(action: S3Action, path: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw this.objects.failure(error, action, path);
    }
  }
}

function storedAs({ path, bytes, version, writtenMs }: S3Object): StoredObject {
  return { path, bytes, version, writtenMs };
}

function uploadOf(content: Uint8Array): Upload {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { body: () => content, isStream: false, bytes: content.length, sha256, mark: randomUUID() };
}
