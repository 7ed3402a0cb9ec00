import { createInflateRaw, type InflateRaw } from "node:zlib";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Bytes } from "./byte-source.ts";
import type { PackedInput } from "./packed-input.ts";

/** Packed bytes are handed over in pieces, so that what one piece may expand to (1,032 times) stays small. */
const pieceBytes = 16 * 1024;

/** Size of the chunks that come out. */
const chunkSize = 256 * 1024;

/** Called with the unpacked bytes of each piece, and the packed bytes so far. */
export type OnUnpacked = (unpackedBytes: number, packedBytes: number) => void;

/**
 * Unpacks raw deflate up to its end; what is behind it stays in the input. Everything before damage is delivered first.
 * @throws TenantTrailError `read-failed` where the packed data is damaged or cut short.
 */
export async function* inflate(input: PackedInput, onUnpacked: OnUnpacked): Bytes {
  const inflater = new Inflater(createInflateRaw({ chunkSize }));
  try {
    while (!inflater.isOver) {
      const piece = await input.next(pieceBytes);
      if (piece === undefined) break;
      await inflater.write(piece);
      input.giveBack(inflater.unread);
      yield* counted(inflater.take(), input.taken, onUnpacked);
    }
    await inflater.end();
    yield* counted(inflater.take(), input.taken, onUnpacked);
    if (inflater.failure !== undefined) throw damaged(inflater.failure);
  } finally {
    inflater.destroy();
  }
}

function* counted(chunks: readonly Buffer[], packedBytes: number, onUnpacked: OnUnpacked): Iterable<Buffer> {
  for (const chunk of chunks) {
    onUnpacked(chunk.length, packedBytes);
    yield chunk;
  }
}

/** What is said where packed data ends too early. */
export function cutShort(cause?: Error): TenantTrailError {
  return new TenantTrailError("read-failed", "The compressed data is cut short here.", { cause });
}

function damaged(cause: Error & { code?: string }): TenantTrailError {
  if (cause.code === "Z_BUF_ERROR") return cutShort(cause);
  return new TenantTrailError("read-failed", "The compressed data is damaged here.", { cause });
}

/**
 * Drives a zlib stream piece by piece and keeps its output at hand: a stream that is read by iteration would throw
 * away what it had unpacked when it meets damage.
 */
class Inflater {
  readonly #stream: InflateRaw;
  #chunks: Buffer[] = [];
  #failure: Error | undefined;
  #closed = false;
  #written = 0;
  #wake: () => void = () => {};

  constructor(stream: InflateRaw) {
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

  /** The data has ended or failed. */
  get isOver(): boolean {
    return this.#closed || this.#failure !== undefined || this.unread > 0;
  }

  /** How many of the bytes that were written are behind the end of the data. */
  get unread(): number {
    return this.#failure === undefined ? this.#written - this.#stream.bytesWritten : 0;
  }

  /** Ends when the piece has been unpacked, or the stream has failed. */
  write(piece: Buffer): Promise<void> {
    this.#written += piece.length;
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
