import { GrowingBuffer } from "./growing-buffer.ts";
import { maxRecordBytes, maxRejectedBytes } from "./import-record.ts";
import { maxNesting, tooNested } from "./nesting.ts";
import type { RecordSplitter, SplitSink } from "./record-splitter.ts";
import { cutShort, notUtf8, rejectedText, textOfBytes, tooLong } from "./text-of-bytes.ts";
import { ValueScanner } from "./value-scanner.ts";

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Bytes before the place of reading that are held for the scanner to look back at a key. */
const lookBack = 64;

/** Where reading is: a record is kept, a skipped value is not, a page is what surrounds its array. */
type Mode = "between" | "record" | "skipped" | "page" | "lost";

interface OpenArray {
  readonly isPage: boolean;
  readonly context: string | undefined;
}

/**
 * Cuts arrays, pages (`{"value":[…]}`, `{"records":[…]}`), concatenations of them, and pretty-printed objects into
 * the exact text of each record, holding no more than one record. Damage is confined: text that is not JSON is
 * rejected up to the next object that is a record of a known log; objects between are parts of the broken record.
 */
export class ValueSplitter implements RecordSplitter {
  readonly #sink: SplitSink;
  readonly #bytes = new GrowingBuffer();
  readonly #scanner = new ValueScanner();
  readonly #arrays: OpenArray[] = [];
  #mode: Mode = "between";
  /** Index of the first byte of the record being read. */
  #start = 0;
  #position = 1;
  #seenArray = false;
  /** After a break, closing brackets no longer say where arrays end. */
  #damaged = false;
  /** Text since a break, until a record is met. */
  #broken: GrowingBuffer | undefined;

  constructor(sink: SplitSink) {
    this.#sink = sink;
  }

  /** True when there was an array or a page, even an empty one. */
  get seenArray(): boolean {
    return this.#seenArray;
  }

  push(chunk: Buffer): void {
    this.#bytes.append(chunk);
    const bytes = this.#bytes.view();
    while (this.#scanner.at < bytes.length) {
      if (this.#mode === "between") this.#readBetween(bytes);
      else if (this.#mode === "lost") this.#readLost(bytes);
      else this.#readValue(bytes);
    }
    this.#dropRead(bytes);
  }

  end(): void {
    const bytes = this.#bytes.view();
    if (this.#mode === "record") this.#reject(cutShort, bytes.subarray(this.#start));
    this.#endBroken();
    const isOpen = this.#mode === "page" || (this.#mode === "between" && this.#arrays.length > 0);
    if (isOpen && !this.#damaged) this.#reject("is missing: the file ends before its array is closed", Buffer.alloc(0));
  }

  #readBetween(bytes: Buffer): void {
    let at = this.#scanner.at;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte <= 0x20 || byte === comma || byte === closeBrace || isByteOrderMark(byte)) continue;
      if (byte === openBracket && this.#arrays.length < maxNesting) {
        this.#arrays.push({ isPage: false, context: this.#arrays.at(-1)?.context });
        this.#seenArray = true;
      } else if (byte !== closeBracket) {
        this.#begin(at, byte);
        return;
      } else if (this.#arrays.pop()?.isPage) {
        this.#scanner.resumePage(at + 1);
        this.#mode = "page";
        return;
      }
    }
    this.#scanner.at = at;
  }

  #begin(at: number, byte: number): void {
    this.#scanner.begin(at);
    this.#start = at;
    if (byte === openBrace || byte === quote) this.#mode = "record";
    else this.#lose();
  }

  #readValue(bytes: Buffer): void {
    const end = this.#scanner.scan(bytes);
    if (end === "page") this.#openPage(bytes);
    else if (end === "closed") {
      const wasRecord = this.#mode === "record";
      this.#mode = "between";
      if (wasRecord) this.#endRecord(bytes.subarray(this.#start, this.#scanner.at));
    } else if (end === "broken") {
      const wasRecord = this.#mode === "record";
      this.#lose();
      if (wasRecord) this.#addBroken(bytes.subarray(this.#start, this.#scanner.at));
    }
  }

  #endRecord(bytes: Buffer): void {
    const text = textOfBytes(bytes);
    if (text === undefined) this.#reject(notUtf8, bytes);
    else if (this.#scanner.tooNested) this.#reject(tooNested, bytes);
    else if (this.#broken !== undefined && !this.#sink.isRecord(text)) {
      this.#addBroken(bytes);
      this.#mode = "lost";
    } else {
      this.#endBroken();
      const context = this.#arrays.at(-1)?.context;
      this.#sink.found({ line: this.#position, text, ...(context === undefined ? {} : { context }) });
      this.#position += 1;
    }
  }

  #openPage(bytes: Buffer): void {
    this.#endBroken();
    const head = this.#mode === "record" ? bytes.toString("latin1", this.#start, this.#scanner.at) : "";
    this.#arrays.push({ isPage: true, context: /"@odata\.context"\s*:\s*"([^"]*)"/.exec(head)?.[1] });
    this.#seenArray = true;
    this.#scanner.at += 1;
    this.#mode = "between";
  }

  #lose(): void {
    this.#mode = "lost";
    this.#damaged = true;
    this.#broken ??= new GrowingBuffer();
  }

  /** Passes over text after a break, up to where an object may start. */
  #readLost(bytes: Buffer): void {
    const from = this.#scanner.at;
    const next = bytes.indexOf(openBrace, from);
    const to = next < 0 ? bytes.length : next;
    this.#addBroken(bytes.subarray(from, to));
    this.#scanner.at = to;
    if (next >= 0) this.#begin(next, openBrace);
  }

  #addBroken(bytes: Buffer): void {
    if (this.#broken === undefined) return;
    this.#broken.append(bytes.subarray(0, maxRejectedBytes - this.#broken.length));
  }

  #endBroken(): void {
    const broken = this.#broken;
    if (broken === undefined) return;
    this.#broken = undefined;
    this.#reject("is not valid JSON", broken.view());
  }

  /** Rejects on its own, or as part of the text since a break. */
  #reject(reason: string, bytes: Buffer): void {
    if (this.#broken !== undefined) {
      this.#addBroken(bytes);
      return;
    }
    this.#sink.rejected({ line: this.#position, reason, text: rejectedText(bytes).trim() });
    this.#position += 1;
  }

  /** Forgets what has been read, except the record being read and what the scanner looks back at. */
  #dropRead(bytes: Buffer): void {
    if (this.#mode === "record" && bytes.length - this.#start > maxRecordBytes) {
      this.#reject(tooLong, bytes.subarray(this.#start));
      this.#mode = "skipped";
    }
    const read = Math.min(this.#scanner.at, bytes.length);
    const drop = this.#mode === "record" ? this.#start : Math.max(0, read - lookBack);
    this.#bytes.drop(drop);
    this.#scanner.shift(drop);
    this.#start -= drop;
  }
}

function isByteOrderMark(byte: number): boolean {
  return byte === 0xef || byte === 0xbb || byte === 0xbf;
}
