import { GrowingBuffer } from "../bytes/growing-buffer.ts";

const newline = 0x0a;

/** Whole lines of a text, which nobody has looked into yet. */
export interface LineBlock {
  /** Number of the first line, from 1. */
  readonly firstLine: number;
  readonly lines: number;
  /** The lines in UTF-8, or in what was to be it, with a newline between them; valid until their memory is reused. */
  readonly bytes: Buffer<ArrayBuffer>;
}

/** The first block is small, for it is read to see what the file is. */
const firstBytes = 256 * 1024;
const blockBytes = 2 * 1024 * 1024;

/** Cuts bytes into blocks of whole lines, of 2 to 3 MB but for the first and the last. */
export class BlockCutter {
  /** Memory for the next blocks, so that a long file is cut with as much as is worked on at once. */
  readonly #spare: ArrayBuffer[] = [];
  #filling = new GrowingBuffer();
  /** Where the last newline is in what is being filled; -1 when there is none. */
  #lastNewline = -1;
  #firstLine = 1;
  #wanted = firstBytes;

  /** Takes at most 1 MB; answers the block that is full. */
  push(chunk: Buffer): LineBlock | undefined {
    const last = chunk.lastIndexOf(newline);
    if (last >= 0) this.#lastNewline = this.#filling.length + last;
    this.#filling.append(chunk);
    return this.#lastNewline >= 0 && this.#filling.length >= this.#wanted ? this.#cut() : undefined;
  }

  /** True when a line is longer than a block, which is then never full. */
  get hasLongLine(): boolean {
    return this.#lastNewline < 0 && this.#filling.length > blockBytes;
  }

  /** Takes the memory of a block that nobody works on any more, or other memory in its place. */
  reuse(memory: ArrayBuffer): void {
    this.#spare.push(memory);
  }

  /** Everything that is in no block yet, the last line with or without its newline. */
  rest(): LineBlock | undefined {
    const bytes = this.#filling.view();
    if (bytes.length === 0) return undefined;
    const lines = this.#lastNewline === bytes.length - 1 ? bytes.subarray(0, -1) : bytes;
    return { firstLine: this.#firstLine, lines: countLines(lines), bytes: lines };
  }

  #cut(): LineBlock {
    const bytes = this.#filling.view();
    const following = new GrowingBuffer(this.#spare.pop());
    following.append(bytes.subarray(this.#lastNewline + 1));
    const lines = bytes.subarray(0, this.#lastNewline);
    const block = { firstLine: this.#firstLine, lines: countLines(lines), bytes: lines };
    this.#filling = following;
    this.#lastNewline = -1;
    this.#firstLine += block.lines;
    this.#wanted = blockBytes;
    return block;
  }
}

function countLines(bytes: Buffer): number {
  let lines = 1;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

/** Number of the last line that is not blank; undefined when all are. */
export function lastLineWithText({ firstLine, lines, bytes }: LineBlock): number | undefined {
  let end = bytes.length;
  for (let line = firstLine + lines - 1; line >= firstLine; line -= 1) {
    const start = end === 0 ? 0 : bytes.lastIndexOf(newline, end - 1) + 1;
    if (bytes.toString("utf8", start, end).trim() !== "") return line;
    end = start - 1;
  }
  return undefined;
}
