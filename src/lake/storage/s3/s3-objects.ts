import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CancelledError } from "../../../protocol/errors.ts";
import type { ListOptions, StoredObject, WriteCondition } from "../storage.ts";
import { isAborted, isAbsent, isPassing, type S3Action, s3Failure } from "./s3-failures.ts";
import { keyOf, pathOf, type S3Place } from "./s3-place.ts";

/** The tag of what is no longer needed, by which a rule of the bucket deletes it. */
const supersededTag = "tenanttrail-superseded";

/** The metadata by which a writer knows its own write again. */
const writeMark = "tenanttrail-write";

/** S3 answers no more at once. */
const mostKeys = 1_000;

/** What is written: its bytes anew for each attempt. */
export interface Upload {
  readonly body: () => Uint8Array | Readable;
  /** The SDK does not send a stream again. */
  readonly isStream: boolean;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Unique to this write. */
  readonly mark: string;
}

/** An object as S3 describes it. */
export interface S3Object extends StoredObject {
  /** Lower-case hex; undefined when whoever wrote it sent none. */
  readonly sha256: string | undefined;
  /** See `Upload`. */
  readonly mark: string | undefined;
}

/** S3 refuses a request to a bucket of another owner. */
interface BucketOfOwner {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}

/** An object with its bytes under way. */
export interface S3Content extends S3Object {
  readonly body: AsyncIterable<Uint8Array>;
}

/** One request to S3 each, with paths for keys. Each throws what the SDK throws; `failure` says it in a sentence. */
export class S3Objects {
  readonly place: S3Place;
  readonly #client: S3Client;

  constructor(client: S3Client, place: S3Place) {
    this.#client = client;
    this.place = place;
  }

  /** What went wrong with a request in one sentence. */
  failure(error: unknown, action: S3Action, path: string): Error {
    return s3Failure(error, { place: this.place, action, path });
  }

  /** @throws the SDK's error; CancelledError. */
  async put(path: string, upload: Upload, condition: WriteCondition | undefined): Promise<StoredObject> {
    const command = new PutObjectCommand({
      ...this.#at(path),
      Body: upload.body(),
      ContentLength: upload.bytes,
      ChecksumSHA256: Buffer.from(upload.sha256, "hex").toString("base64"),
      Metadata: { [writeMark]: upload.mark },
      ...(condition !== undefined && headersOf(condition)),
    });
    let date: string | undefined;
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        date = dateOf(result.response);
        return result;
      },
      { step: "deserialize", name: "tenantTrailDate" },
    );
    const { ETag } = await this.#client.send(command);
    return { path, bytes: upload.bytes, version: ETag ?? "", writtenMs: Date.parse(date ?? "") };
  }

  /** Undefined when there is none. @throws the SDK's error; CancelledError. */
  async head(path: string, signal?: AbortSignal): Promise<S3Object | undefined> {
    return orAbsent(async () => {
      const command = new HeadObjectCommand({ ...this.#at(path), ChecksumMode: "ENABLED" });
      return described(path, await this.#client.send(command, abortedBy(signal)));
    });
  }

  /** Undefined when there is none. @throws the SDK's error; CancelledError. */
  async get(path: string, signal?: AbortSignal): Promise<S3Content | undefined> {
    return orAbsent(async () => {
      const command = new GetObjectCommand({ ...this.#at(path), ChecksumMode: "ENABLED" });
      const output: GetObjectCommandOutput = await this.#client.send(command, abortedBy(signal));
      return { ...described(path, output), body: bodyOf(output) };
    });
  }

  /** A page of what lies below a prefix, and with what the next one begins. @throws the SDK's error; CancelledError. */
  async list(
    prefix: string,
    { after, limit = mostKeys, shallow = false, signal }: ListOptions,
    token?: string,
  ): Promise<{
    readonly objects: readonly StoredObject[];
    readonly folders: readonly string[];
    readonly next?: string;
  }> {
    const command = new ListObjectsV2Command({
      ...this.#bucket(),
      Prefix: keyOf(this.place, prefix),
      MaxKeys: Math.min(limit, mostKeys),
      ...(after !== undefined && token === undefined && { StartAfter: keyOf(this.place, after) }),
      ...(shallow && { Delimiter: "/" }),
      ...(token !== undefined && { ContinuationToken: token }),
    });
    const output: ListObjectsV2CommandOutput = await this.#client.send(command, abortedBy(signal));
    const objects = (output.Contents ?? []).flatMap(({ Key = "", Size = 0, ETag = "", LastModified }) => {
      const path = pathOf(this.place, Key);
      return path === undefined ? [] : [{ path, bytes: Size, version: ETag, writtenMs: LastModified?.getTime() ?? 0 }];
    });
    const folders = (output.CommonPrefixes ?? []).flatMap(({ Prefix = "" }) => {
      const path = pathOf(this.place, Prefix.replace(/\/$/, ""));
      return path === undefined ? [] : [path];
    });
    const next = output.IsTruncated === true ? output.NextContinuationToken : undefined;
    return { objects, folders, ...(next !== undefined && { next }) };
  }

  /** Marks an object as one that is no longer needed, or is again. One that is not there is no error. @throws the SDK's error. */
  async tag(path: string, isSuperseded: boolean): Promise<void> {
    const TagSet = isSuperseded ? [{ Key: supersededTag, Value: "true" }] : [];
    await orAbsent(() => this.#client.send(new PutObjectTaggingCommand({ ...this.#at(path), Tagging: { TagSet } })));
  }

  /** @throws the SDK's error. */
  async isSuperseded(path: string): Promise<boolean> {
    const tagging = await orAbsent(() => this.#client.send(new GetObjectTaggingCommand(this.#at(path))));
    return tagging?.TagSet?.some(({ Key, Value }) => Key === supersededTag && Value === "true") ?? false;
  }

  #at(path: string): BucketOfOwner & { readonly Key: string } {
    return { ...this.#bucket(), Key: keyOf(this.place, path) };
  }

  #bucket(): BucketOfOwner {
    const { bucket, owner } = this.place;
    return owner === undefined ? { Bucket: bucket } : { Bucket: bucket, ExpectedBucketOwner: owner };
  }
}

/**
 * The whole bytes of an object, once they are as S3 describes them. @throws TransferError when they are not.
 * @param onChunk is given the bytes as they come.
 */
export async function readBody(content: S3Content, onChunk: (chunk: Uint8Array) => Promise<void>): Promise<string> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of content.body) {
      hash.update(chunk);
      bytes += chunk.length;
      if (bytes > content.bytes) throw new TransferError(content.path, undefined);
      await onChunk(chunk);
    }
  } catch (error) {
    if (isAborted(error)) throw new CancelledError();
    if (isPassing(error) || /checksum mismatch|aborted/i.test(String(error)))
      throw new TransferError(content.path, error);
    throw error;
  }
  const sha256 = hash.digest("hex");
  if (bytes !== content.bytes || (content.sha256 !== undefined && content.sha256 !== sha256))
    throw new TransferError(content.path, undefined);
  return sha256;
}

/** Ends the transfer of bytes that nobody wants. */
export function discardBody({ body }: S3Content): void {
  // What is destroyed while it comes fails; nobody reads it any more.
  if (body instanceof Readable) body.on("error", () => undefined).destroy();
}

/** Not all bytes of an object arrived, or others. */
export class TransferError extends Error {
  override readonly name = "TransferError";
  readonly code = "ECONNRESET";

  constructor(path: string, cause: unknown) {
    super(`The bytes of ${path} did not arrive as S3 describes them`, { cause });
  }
}

function described(
  path: string,
  output: Pick<GetObjectCommandOutput, "ContentLength" | "ETag" | "LastModified" | "ChecksumSHA256" | "Metadata">,
): S3Object {
  const { ContentLength = 0, ETag = "", LastModified, ChecksumSHA256, Metadata = {} } = output;
  return {
    path,
    bytes: ContentLength,
    version: ETag,
    writtenMs: LastModified?.getTime() ?? 0,
    // That of an upload in parts is no digest of the whole.
    sha256:
      ChecksumSHA256 === undefined || ChecksumSHA256.includes("-")
        ? undefined
        : Buffer.from(ChecksumSHA256, "base64").toString("hex"),
    mark: Metadata[writeMark],
  };
}

function headersOf(condition: WriteCondition): { readonly IfNoneMatch: "*" } | { readonly IfMatch: string } {
  return "ifAbsent" in condition ? { IfNoneMatch: "*" } : { IfMatch: condition.ifVersion };
}

function bodyOf({ Body }: GetObjectCommandOutput): AsyncIterable<Uint8Array> {
  if (Body === undefined || !(Symbol.asyncIterator in Body)) throw new TypeError("S3 answered without a body");
  return Body;
}

function dateOf(response: unknown): string | undefined {
  const headers = (response as { readonly headers?: Readonly<Record<string, string>> }).headers;
  return headers?.["date"];
}

function abortedBy(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

async function orAbsent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isAborted(error)) throw new CancelledError();
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
