import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  newline,
  openBrace,
  openBracket,
  quote,
} from "../../base/ascii.ts";
import { deepestNesting } from "../../base/json-text.ts";
import { pageNames } from "./page-shape.ts";

/** How a scan ended: out of bytes, behind the value, where it stops being JSON, or at the array of a page. */
export type ScanEnd = "open" | "closed" | "broken" | "page";

const pageKeys = pageNames.map((name) => Buffer.from(name));

/** Where a value is, as indexes of its first byte and of the one behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds where a JSON object or string ends, byte by byte, without parsing it. Structure that cannot be JSON is noticed
 * where it starts, so that one lost quote or bracket does not swallow the records behind it; the rest is left to
 * `JSON.parse`.
 */
export class ValueScanner {
  /** Index of the next byte to read; beyond the last one when an escape is cut by the end of the bytes. */
  at = 0;
  /** The value broke because it is nested deeper than `deepestNesting`. */
  tooNested = false;
  /** Where the value began. */
  #begin = 0;
  /** The opening brackets around `at`, outermost first, and how far from the value's beginning each is. */
  readonly #open = new Uint8Array(deepestNesting);
  readonly #openAt = new Int32Array(deepestNesting);
  /** The last object that ended directly inside each open array; -1 when none did. */
  readonly #elementStart = new Int32Array(deepestNesting);
  readonly #elementEnd = new Int32Array(deepestNesting);
  #depth = 0;
  #inString = false;
  #stringStart = 0;
  /** Last byte that is not white space; for a string its closing quote. */
  #last = 0;
  #pageKey = false;

  /** Starts a value at an index that holds its first byte. */
  begin(at: number): void {
    this.at = at;
    this.#begin = at;
    this.tooNested = false;
    this.#depth = 0;
    this.#inString = false;
    this.#last = 0;
    this.#pageKey = false;
  }

  /** Goes on behind the array of a page, in the object around it. */
  resumePage(at: number): void {
    this.begin(at);
    this.#depth = 1;
    this.#open[0] = openBrace;
    this.#last = closeBracket;
  }

  /** The last complete object in each of the arrays that are open now, outermost first. */
  lastElements(): readonly Span[] {
    const spans: Span[] = [];
    for (let depth = 0; depth < this.#depth; depth++) {
      const start = this.#elementStart[depth] as number;
      if (this.#open[depth] === openBracket && start >= 0)
        spans.push({ start: this.#begin + start, end: this.#begin + (this.#elementEnd[depth] as number) });
    }
    return spans;
  }

  /** The first `count` bytes were dropped. */
  shift(count: number): void {
    this.at -= count;
    this.#begin -= count;
    this.#stringStart -= count;
  }

  /**
   * Reads on, as far as the byte at `end`; `at` is then behind a closed value, or at the byte that broke it or opened a
   * page.
   */
  scan(bytes: Buffer, end: number = bytes.length): ScanEnd {
    while (this.at < end) {
      if (this.#inString) {
        if (!this.#scanString(bytes, end)) return this.at < end ? "broken" : "open";
        if (this.#depth === 0) return "closed";
      } else {
        const stop = this.#scanStructure(bytes, end);
        if (stop !== undefined) return stop;
      }
    }
    return "open";
  }

  /** True when the string ended; otherwise `at` is at a raw line break or the end of the bytes. */
  #scanString(bytes: Buffer, end: number): boolean {
    let at = this.at;
    while (at < end) {
      const byte = bytes[at];
      if (byte === quote) {
        if (this.#depth === 1) this.#noteKey(bytes, at, this.#last);
        this.#inString = false;
        this.#last = quote;
        this.at = at + 1;
        return true;
      }
      if (byte === newline) break;
      at += byte === backslash ? 2 : 1;
    }
    this.at = at;
    return false;
  }

  /** Remembers whether the string that ends here is the key of a page's array. */
  #noteKey(bytes: Buffer, close: number, before: number): void {
    if (before !== openBrace && before !== comma) return;
    const start = this.#stringStart + 1;
    // Comparing lengths first spares a view of the bytes for every other key.
    this.#pageKey = pageKeys.some(
      (name) => name.length === close - start && start >= 0 && name.equals(bytes.subarray(start, close)),
    );
  }

  /** Reads up to a string that these bytes do not end; undefined when there is one or the bytes are over. */
  #scanStructure(bytes: Buffer, end: number): ScanEnd | undefined {
    let at = this.at;
    let last = this.#last;
    let stop: ScanEnd | undefined;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte <= 0x20) continue;
      if (byte === quote) {
        if (last === quote || last === closeBrace || last === closeBracket || isScalar(last)) stop = "broken";
        else {
          const close = this.#depth === 0 ? -1 : closingQuote(bytes, at + 1, end);
          this.#stringStart = at;
          if (close >= 0) {
            if (this.#depth === 1) this.#noteKey(bytes, close, last);
            last = quote;
            at = close;
            continue;
          }
          this.#inString = true;
          at += 1;
        }
        break;
      }
      if (byte === openBrace || byte === openBracket) {
        if (!this.#mayOpen(last)) stop = "broken";
        else if (byte === openBracket && this.#depth === 1 && this.#pageKey && last === colon) stop = "page";
        else if (!this.#push(byte, at)) stop = "broken";
        if (stop !== undefined) break;
      } else if (byte === closeBrace || byte === closeBracket) {
        if (!this.#pop(byte, at)) stop = "broken";
        else if (this.#depth === 0) {
          stop = "closed";
          at += 1;
        }
        if (stop !== undefined) break;
      } else if (byte === colon ? last !== quote : byte !== comma && last === quote) {
        stop = "broken";
        break;
      }
      last = byte;
    }
    this.at = at;
    this.#last = last;
    return stop;
  }

  #mayOpen(last: number): boolean {
    if (this.#depth === 0) return true;
    return this.#open[this.#depth - 1] !== openBrace || last === colon;
  }

  #push(byte: number, at: number): boolean {
    const depth = this.#depth;
    if (depth === deepestNesting) {
      this.tooNested = true;
      return false;
    }
    this.#open[depth] = byte;
    this.#openAt[depth] = at - this.#begin;
    this.#elementStart[depth] = -1;
    this.#depth = depth + 1;
    return true;
  }

  #pop(byte: number, at: number): boolean {
    this.#depth -= 1;
    const depth = this.#depth;
    if (this.#open[depth] !== (byte === closeBrace ? openBrace : openBracket)) return false;
    if (byte === closeBrace && depth > 0 && this.#open[depth - 1] === openBracket) {
      this.#elementStart[depth - 1] = this.#openAt[depth] as number;
      this.#elementEnd[depth - 1] = at + 1 - this.#begin;
    }
    return true;
  }
}

/** Index of the quote that ends a string; -1 when these bytes do not have it, or a raw line break comes first. */
function closingQuote(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
    else if (byte === newline) return -1;
  }
  return -1;
}

function isScalar(byte: number): boolean {
  return byte > 0x20 && byte !== comma && byte !== colon && byte !== openBrace && byte !== openBracket;
}
