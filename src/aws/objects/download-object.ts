import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { DownloadProgress, DownloadRequest } from "../../protocol/aws/listed-objects.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import { abortable } from "../session/abortable.ts";
import { awsCodeOf } from "../session/aws-failure.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { requireAddress } from "./require-address.ts";

/**
 * Downloads an object into a file; the file has its name once it is whole, and only this user can read it.
 *
 * @throws TenantTrailError `read-failed` for an object that is not there, or that S3 must first bring back from an
 *   archive; `write-failed`; as `AwsSession.ask`; CancelledError.
 */
export async function downloadObject(
  session: AwsSession,
  { address, file }: DownloadRequest,
  onProgress: (progress: DownloadProgress) => void = () => undefined,
  signal?: AbortSignal,
): Promise<void> {
  const { bucket, key } = requireAddress(address);
  const { Body, ContentLength: totalBytes = 0 } = await session.ask(`downloading ${address}`, async ({ s3 }) => {
    try {
      return await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), abortable(signal));
    } catch (error) {
      throw refusal(error, address);
    }
  });
  if (!(Body instanceof Readable)) throw new TenantTrailError("read-failed", `S3 answered without ${address}.`);
  const unfinished = `${file}.${randomUUID().slice(0, 8)}.part`;
  let doneBytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      doneBytes += chunk.length;
      onProgress({ doneBytes, totalBytes });
      done(null, chunk);
    },
  });
  try {
    await pipeline(Body, counting, createWriteStream(unfinished, { mode: 0o600 }), { ...(signal && { signal }) });
    if (doneBytes !== totalBytes)
      throw new TenantTrailError(
        "read-failed",
        `${address} ended after ${doneBytes} of ${totalBytes} bytes. Try again.`,
      );
    await rename(unfinished, file);
  } catch (error) {
    if (signal?.aborted) throw new CancelledError();
    if (error instanceof TenantTrailError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new TenantTrailError("write-failed", `${file} could not be written: ${words}`, { cause: error });
  } finally {
    await rm(unfinished, { force: true });
  }
}

function refusal(error: unknown, address: string): unknown {
  const code = awsCodeOf(error);
  if (code === "NoSuchKey" || code === "NotFound" || code === "404")
    return new TenantTrailError("read-failed", `${address} is not there any more. Refresh the log days.`, {
      cause: error,
    });
  if (code === "InvalidObjectState")
    return new TenantTrailError(
      "read-failed",
      `${address} lies in an archive. Restore it in the S3 console first, then try again.`,
      { cause: error },
    );
  return error;
}
