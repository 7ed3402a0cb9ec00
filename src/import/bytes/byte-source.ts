import { type FileHandle, open } from "node:fs/promises";
import { withoutStop } from "../../base/without-stop.ts";
import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";

/** A stream of bytes; a chunk is valid until the next one is asked for. */
export type Bytes = AsyncIterable<Buffer>;

export interface ByteOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of the file on disk that have been read so far. */
  readonly onBytes?: ((doneBytes: number) => void) | undefined;
  /** Called with each chunk before it is given, and with undefined at the end of the file. */
  readonly onChunk?: ((chunk: Buffer | undefined) => void) | undefined;
}

const chunkBytes = 1024 * 1024;

/**
 * Reads a file from its beginning in chunks of 1 MB.
 * @throws TenantTrailError `read-failed` with the path; CancelledError.
 */
export async function* bytesOfFile(path: string, options: ByteOptions = {}): Bytes {
  const file = await openToRead(path);
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let done = 0;
    for (;;) {
      throwIfCancelled(options.signal);
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      const chunk = bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
      options.onChunk?.(chunk);
      if (chunk === undefined) return;
      done += bytesRead;
      options.onBytes?.(done);
      yield chunk;
    }
  } catch (error) {
    throw readError(path, error);
  } finally {
    await file.close();
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw readError(path, error);
  }
}

/** An error of the file system as a sentence with the path; errors that already are one stay. */
export function readError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return error;
  const why: Record<string, string> = {
    ENOENT: "it does not exist",
    EACCES: "reading it is not allowed",
    EPERM: "reading it is not allowed",
    EISDIR: "it is a folder",
    EBUSY: "another program has locked it",
  };
  const reason = why[String(error.code)] ?? `the system says ${String(error.code)}`;
  return new TenantTrailError("read-failed", `${path} could not be read: ${withoutStop(reason)}.`, { cause: error });
}

/** The first bytes of a stream, and the whole stream again. */
export interface Peeked {
  readonly head: Buffer;
  readonly all: Bytes;
  /** Ends the stream, read or not; may be called again. */
  close(): Promise<void>;
}

/** Reads at least `size` bytes ahead, fewer when the stream is shorter or fails behind them. */
export async function peek(bytes: Bytes, size: number): Promise<Peeked> {
  const iterator = bytes[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  let failure: unknown;
  try {
    while (length < size) {
      const next = await iterator.next();
      if (next.done) break;
      parts.push(Buffer.from(next.value));
      length += next.value.length;
    }
  } catch (error) {
    // What was read before the damage is still to be had.
    if (length === 0 || !(error instanceof TenantTrailError)) throw error;
    failure = error;
  }
  const head = Buffer.concat(parts);
  const close = async () => {
    await iterator.return?.();
  };
  return { head, all: continued(head, iterator, failure), close };
}

async function* continued(head: Buffer, rest: AsyncIterator<Buffer>, failure: unknown): Bytes {
  try {
    if (head.length > 0) yield head;
    if (failure !== undefined) throw failure;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
