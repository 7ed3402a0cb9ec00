/** Bytes that are appended at the end and dropped at the front, copied only when room must be made. */
export class GrowingBuffer {
  #bytes: Buffer<ArrayBuffer>;
  #start = 0;
  #end = 0;

  /** @param memory what is filled first; its content does not matter. */
  constructor(memory: ArrayBuffer = new ArrayBuffer(64 * 1024)) {
    this.#bytes = Buffer.from(memory);
  }

  /** The bytes held now; valid until the next `append`. */
  view(): Buffer<ArrayBuffer> {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  get length(): number {
    return this.#end - this.#start;
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) this.#makeRoom(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Appends a text in UTF-8. */
  appendText(text: string): void {
    // No character takes more than three bytes for each of its UTF-16 units, so most texts need not be measured.
    if (this.#end + text.length * 3 > this.#bytes.length) {
      const bytes = Buffer.byteLength(text);
      if (this.#end + bytes > this.#bytes.length) this.#makeRoom(bytes);
    }
    this.#end += this.#bytes.write(text, this.#end);
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    this.#start += count;
    if (this.#start === this.#end) {
      this.#start = 0;
      this.#end = 0;
    }
  }

  #makeRoom(more: number): void {
    const needed = this.length + more;
    // Memory of its own, so that it can be given to another thread.
    const target = needed * 2 > this.#bytes.length ? Buffer.allocUnsafeSlow(needed * 2) : this.#bytes;
    this.#bytes.copy(target, 0, this.#start, this.#end);
    this.#end = this.length;
    this.#start = 0;
    this.#bytes = target;
  }
}
