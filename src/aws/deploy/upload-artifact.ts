import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { UploadProgress } from "../../protocol/aws/stack-changes.ts";
import { CancelledError, throwIfCancelled } from "../../protocol/errors.ts";
import { abortable } from "../session/abortable.ts";
import { awsCodeOf } from "../session/aws-failure.ts";
import type { AwsSession } from "../session/aws-session.ts";

/** A file for the bucket of artifacts. */
export interface Artifact {
  /** Absolute path. */
  readonly file: string;
  /** What its key begins with, `collector/` for example. */
  readonly folder: string;
  /** The key's ending, `.zip` for example. */
  readonly ending: string;
}

/**
 * Uploads a file under a key that carries the SHA-256 of its content, so that other content is another key, which is
 * what makes CloudFormation update a function. One that is there already is not uploaded again.
 *
 * @returns the key.
 * @throws as `AwsSession.ask`; CancelledError, and nothing is left behind.
 */
export async function uploadArtifact(
  session: AwsSession,
  bucket: string,
  { file, folder, ending }: Artifact,
  onProgress: (progress: UploadProgress) => void = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const key = `${folder}${await sha256Of(file)}${ending}`;
  const { size: totalBytes } = await stat(file);
  throwIfCancelled(signal);
  if ((await bytesOf(session, bucket, key, signal)) === totalBytes) {
    onProgress({ doneBytes: totalBytes, totalBytes });
    return key;
  }
  onProgress({ doneBytes: 0, totalBytes });
  await session.ask(`uploading ${key}`, async ({ s3: client }) => {
    const upload = new Upload({
      client,
      params: { Bucket: bucket, Key: key, Body: createReadStream(file), ChecksumAlgorithm: "SHA256" },
    });
    upload.on("httpUploadProgress", ({ loaded = 0 }) => onProgress({ doneBytes: loaded, totalBytes }));
    const abort = (): void => void upload.abort();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      await upload.done();
    } catch (error) {
      throw signal?.aborted ? new CancelledError() : error;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  });
  return key;
}

async function bytesOf(
  session: AwsSession,
  bucket: string,
  key: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  return session.ask(`looking for ${key}`, async ({ s3 }) => {
    try {
      return (await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), abortable(signal))).ContentLength;
    } catch (error) {
      // Without the right to list the bucket, S3 answers 403 for an object that is not there.
      if (["NotFound", "NoSuchKey", "404", "403", "Forbidden"].includes(awsCodeOf(error))) return undefined;
      throw error;
    }
  });
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
