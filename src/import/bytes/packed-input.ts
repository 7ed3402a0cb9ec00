import type { Bytes } from "./byte-source.ts";

/** A stream of packed bytes that is read in pieces. What was read too much can be given back. */
export class PackedInput {
  readonly #iterator: AsyncIterator<Buffer>;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  #before = 0;

  constructor(packed: Bytes) {
    this.#iterator = packed[Symbol.asyncIterator]();
  }

  /** How many bytes were taken and not given back. */
  get taken(): number {
    return this.#before + this.#at;
  }

  /** At most `size` bytes, at least one; undefined when the stream is over. */
  async next(size: number): Promise<Buffer | undefined> {
    while (this.#at === this.#chunk.length) {
      const chunk = await this.#iterator.next();
      if (chunk.done) return undefined;
      this.#before += this.#chunk.length;
      this.#chunk = chunk.value;
      this.#at = 0;
    }
    const piece = this.#chunk.subarray(this.#at, this.#at + size);
    this.#at += piece.length;
    return piece;
  }

  /** Exactly `size` bytes, fewer when the stream is over. */
  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = size;
    while (missing > 0) {
      const piece = await this.next(missing);
      if (piece === undefined) break;
      parts.push(Buffer.from(piece));
      missing -= piece.length;
    }
    return Buffer.concat(parts);
  }

  /** The last `count` bytes of the last piece are to be read again. */
  giveBack(count: number): void {
    this.#at -= count;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}
