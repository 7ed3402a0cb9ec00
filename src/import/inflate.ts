import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from "node:zlib";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Bytes } from "./byte-source.ts";

/** Packed bytes are handed over in pieces, so that what one piece may expand to (1,032 times) stays small. */
const pieceBytes = 16 * 1024;

/** Size of the chunks that come out. */
const chunkSize = 256 * 1024;

/**
 * Unpacks gzip (also several members in a row) or raw deflate. Everything before damage is delivered first.
 * `onUnpacked` is told what each piece grew to, and the packed bytes so far.
 * @throws TenantTrailError `read-failed` where the packed data is damaged or cut short.
 */
export async function* inflate(
  packed: Bytes,
  format: "gzip" | "deflate",
  onUnpacked: (unpackedBytes: number, packedBytes: number) => void,
): Bytes {
  const inflater = new Inflater(format === "gzip" ? createGunzip({ chunkSize }) : createInflateRaw({ chunkSize }));
  let packedBytes = 0;
  try {
    for await (const chunk of packed) {
      for (let at = 0; at < chunk.length && !inflater.isOver; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        await inflater.write(piece);
        packedBytes += piece.length;
        yield* counted(inflater.take(), packedBytes, onUnpacked);
      }
    }
    await inflater.end();
    yield* counted(inflater.take(), packedBytes, onUnpacked);
    if (inflater.failure !== undefined) throw damaged(inflater.failure);
  } finally {
    inflater.destroy();
  }
}

function* counted(
  chunks: readonly Buffer[],
  packedBytes: number,
  onUnpacked: (unpackedBytes: number, packedBytes: number) => void,
): Iterable<Buffer> {
  for (const chunk of chunks) {
    onUnpacked(chunk.length, packedBytes);
    yield chunk;
  }
}

function damaged(cause: Error & { code?: string }): TenantTrailError {
  const what = cause.code === "Z_BUF_ERROR" ? "is cut short" : "is damaged";
  return new TenantTrailError("read-failed", `The compressed data ${what} here.`, { cause });
}

/**
 * Drives a zlib stream piece by piece and keeps its output at hand: a stream that is read by iteration would throw
 * away what it had unpacked when it meets damage.
 */
class Inflater {
  readonly #stream: Gunzip | InflateRaw;
  #chunks: Buffer[] = [];
  #failure: Error | undefined;
  #closed = false;
  #wake: () => void = () => {};

  constructor(stream: Gunzip | InflateRaw) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    stream.on("error", (error) => {
      this.#failure = error;
    });
    stream.on("close", () => {
      this.#closed = true;
      this.#wake();
    });
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  /** The data has ended or failed; bytes behind it are ignored. */
  get isOver(): boolean {
    return this.#closed || this.#failure !== undefined;
  }

  /** Ends when the piece has been unpacked, or the stream has failed. */
  write(piece: Buffer): Promise<void> {
    return this.#until((done) => this.#stream.write(piece, done));
  }

  end(): Promise<void> {
    // Only "close" says that everything has been delivered.
    return this.#until(() => this.#stream.end());
  }

  take(): readonly Buffer[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  destroy(): void {
    this.#stream.destroy();
  }

  #until(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (this.#closed) resolve();
      else start(resolve);
    });
  }
}
