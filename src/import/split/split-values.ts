import { closeBrace, closeBracket, comma, openBrace, openBracket, quote } from "../../base/ascii.ts";
import { deepestNesting } from "../../base/json-text.ts";
import { GrowingBuffer } from "../bytes/growing-buffer.ts";
import { maxKeptPieceBytes, maxRecordBytes } from "../formats/import-record.ts";
import { memberPlace } from "./member-place.ts";
import { tooNested } from "./nesting.ts";
import { isPageTail } from "./page-shape.ts";
import type { RecordSplitter, SplitSink } from "./record-splitter.ts";
import { RereadAllowance } from "./reread-allowance.ts";
import {
  beginning,
  behindPage,
  cutShort,
  notJson,
  notUtf8,
  rejectedText,
  swallows,
  textOfBytes,
  tooLong,
} from "./text-of-bytes.ts";
import { type Span, ValueScanner } from "./value-scanner.ts";

/** Bytes before the place of reading that are held for the scanner to look back at a key. */
const lookBack = 64;

/** A record that becomes this long, or twice as long as any before it, is looked at for others that it swallowed. */
const firstLookBytes = 4096;

/**
 * What is being read: a record, or what surrounds the array of a page. Behind damage the beginning of the next record
 * is sought. A candidate may be that record; it is held until the bytes behind it decide.
 */
type Mode = "between" | "record" | "page" | "seeking" | "candidate" | "held";

interface OpenArray {
  readonly isPage: boolean;
  readonly context: string | undefined;
}

/** Bytes from `#start` on that are no record. */
interface Damage {
  readonly reason: string;
  /** Index of the byte with which reading goes on, when it is known where the damaged value ends. */
  end: number | undefined;
  /** What is to be said of it was said. */
  readonly isReported: boolean;
}

/**
 * Cuts arrays, pages (`{"value":[…]}`, `{"records":[…]}`), concatenations of them, and pretty-printed objects into
 * the exact text of each record, holding no more than one record. Damage is confined: what is not JSON is rejected with
 * every byte, up to the next object that is a record of a known log, also when that begins inside of what was read as
 * the broken record. Objects between that are no records are parts of the broken one.
 */
export class ValueSplitter implements RecordSplitter {
  readonly #sink: SplitSink;
  readonly #damageReason: string | undefined;
  readonly #bytes = new GrowingBuffer();
  readonly #scanner = new ValueScanner();
  readonly #arrays: OpenArray[] = [];
  readonly #allowance = new RereadAllowance();
  #mode: Mode = "between";
  /** Index of the first byte of the record being read, or of the damage. */
  #start = 0;
  /** Index of the first byte of the record or candidate being read. */
  #valueStart = 0;
  /** The record or candidate is looked at when it has this many bytes. */
  #lookBytes = firstLookBytes;
  #longest = 0;
  #heldAt = 0;
  /** How many bytes of the stream are behind. */
  #dropped = 0;
  #position = 1;
  #seenArray = false;
  /** After a break, closing brackets no longer say where arrays end. */
  #wasDamaged = false;
  #damage: Damage | undefined;
  /** Records are texts that hold JSON; undefined before the first record. */
  #ofTexts: boolean | undefined;

  /** @param damageReason what is said of damage, instead of what kind it is. */
  constructor(sink: SplitSink, damageReason?: string) {
    this.#sink = sink;
    this.#damageReason = damageReason;
  }

  /** True when there was an array or a page, even an empty one. */
  get seenArray(): boolean {
    return this.#seenArray;
  }

  push(chunk: Buffer): void {
    this.#bytes.append(chunk);
    const bytes = this.#bytes.view();
    this.#readAll(bytes, false);
    this.#dropRead(bytes);
  }

  end(): void {
    const bytes = this.#bytes.view();
    this.#readAll(bytes, true);
    while (this.#isInsideValue(bytes)) {
      if (this.#mode === "held") this.#closeHeld(bytes, true);
      else this.#break(cutShort);
      this.#readAll(bytes, true);
    }
    this.#endDamage(bytes, bytes.length);
    const isOpen = this.#mode === "page" || (this.#mode === "between" && this.#arrays.length > 0);
    if (isOpen && !this.#wasDamaged)
      this.#reject("is missing: the file ends before its array is closed", Buffer.alloc(0));
  }

  /** When only the end of a page is missing, nothing of it is lost. */
  #isInsideValue(bytes: Buffer): boolean {
    if (this.#mode === "page") return bytes.toString("latin1", this.#start).trim() !== "";
    return this.#mode !== "between" && this.#mode !== "seeking";
  }

  #readAll(bytes: Buffer, isEnd: boolean): void {
    while (this.#scanner.at < bytes.length) {
      if (this.#mode === "between") this.#readBetween(bytes);
      else if (this.#mode === "seeking") this.#seek(bytes);
      else if (this.#mode === "held") this.#closeHeld(bytes, isEnd);
      else this.#readValue(bytes, isEnd);
    }
  }

  #readBetween(bytes: Buffer): void {
    let at = this.#scanner.at;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte <= 0x20 || byte === comma || byte === closeBrace || isByteOrderMark(byte)) continue;
      if (byte === openBracket && this.#arrays.length < deepestNesting) {
        this.#arrays.push({ isPage: false, context: this.#arrays.at(-1)?.context });
        this.#seenArray = true;
      } else if (byte !== closeBracket) {
        this.#begin(at, "record");
        if (byte !== openBrace && byte !== quote) this.#break(notJson);
        return;
      } else if (this.#arrays.pop()?.isPage) {
        this.#resumePage(at + 1);
        return;
      }
    }
    this.#scanner.at = at;
  }

  #begin(at: number, mode: "record" | "candidate"): void {
    this.#scanner.begin(at);
    this.#mode = mode;
    this.#valueStart = at;
    if (mode === "record") this.#start = at;
    this.#lookBytes = Math.min(Math.max(firstLookBytes, 2 * this.#longest), maxRecordBytes + 1);
  }

  #resumePage(at: number): void {
    this.#scanner.resumePage(at);
    this.#mode = "page";
    this.#start = at;
    this.#valueStart = at;
    this.#lookBytes = maxKeptPieceBytes;
  }

  #readValue(bytes: Buffer, isEnd: boolean): void {
    const look = this.#valueStart + this.#lookBytes;
    const end = this.#scanner.scan(bytes, Math.min(bytes.length, look));
    if (end === "page") this.#openPage(bytes);
    else if (end === "closed") this.#close(bytes, isEnd);
    else if (end === "broken") this.#break(this.#scanner.tooNested ? tooNested : notJson);
    else if (this.#scanner.at >= look) this.#look(bytes);
  }

  /**
   * After a lost bracket, all records behind it become elements of an array in the broken record, so the array's last
   * element is looked at.
   */
  #look(bytes: Buffer): void {
    const isTooLong = this.#mode === "page" || this.#scanner.at - this.#valueStart > maxRecordBytes;
    if (isTooLong && this.#mode === "record") this.#passOver(bytes);
    else if (isTooLong || this.#scanner.lastElements().some((span) => this.#isRecord(bytes, span)))
      this.#break(swallows);
    else this.#lookBytes = Math.min(2 * this.#lookBytes, maxRecordBytes + 1);
  }

  #isRecord(bytes: Buffer, { start, end }: Span): boolean {
    const text = textOfBytes(bytes.subarray(start, end));
    return text !== undefined && this.#sink.isRecord(text);
  }

  #close(bytes: Buffer, isEnd: boolean): void {
    if (this.#mode === "candidate") this.#closeCandidate(bytes, isEnd);
    else if (this.#mode === "record") this.#take(bytes);
    else this.#closePage(bytes);
  }

  #closePage(bytes: Buffer): void {
    const end = this.#scanner.at;
    if (isPageTail(bytes.toString("utf8", this.#start, end))) this.#mode = "between";
    else this.#break(behindPage, end);
  }

  #closeHeld(bytes: Buffer, isEnd: boolean): void {
    this.#scanner.at = this.#heldAt;
    this.#mode = "candidate";
    this.#closeCandidate(bytes, isEnd);
  }

  #closeCandidate(bytes: Buffer, isEnd: boolean): void {
    const span = { start: this.#valueStart, end: this.#scanner.at };
    const place = memberPlace(bytes.subarray(this.#start), span.start - this.#start, span.end - this.#start, isEnd);
    if (place === "unknown") {
      this.#mode = "held";
      this.#heldAt = span.end;
      this.#scanner.at = bytes.length;
    } else if (place === "member" || !this.#isRecord(bytes, span)) this.#break(notJson);
    else {
      this.#endDamage(bytes, span.start);
      this.#start = span.start;
      this.#take(bytes);
    }
  }

  /** Gives the value that has ended to the sink; when it is damaged, a record may begin inside it. */
  #take(bytes: Buffer): void {
    const end = this.#scanner.at;
    const text = textOfBytes(bytes.subarray(this.#valueStart, end));
    const context = this.#arrays.at(-1)?.context;
    const found = { line: this.#position, text: text ?? "", ...(context === undefined ? {} : { context }) };
    const taken = text === undefined ? { damage: notUtf8 } : this.#sink.found(found);
    const isText = bytes[this.#valueStart] === quote;
    // When a text holds no object, its end is unknown, because a lost quote may have begun it.
    if (typeof taken === "object") {
      this.#break(taken.damage, isText ? undefined : end);
      return;
    }
    this.#mode = "between";
    this.#ofTexts = isText && bytes[this.#valueStart + 1] === openBrace;
    this.#longest = Math.max(this.#longest, end - this.#valueStart);
    this.#position += 1;
  }

  #openPage(bytes: Buffer): void {
    const head = this.#mode === "page" ? "" : bytes.toString("latin1", this.#valueStart, this.#scanner.at);
    const context = /"@odata\.context"\s*:\s*"([^"]*)"/.exec(head)?.[1];
    const isSought = this.#mode === "candidate";
    if (!isSought || context !== undefined) this.#arrays.push({ isPage: !isSought, context });
    this.#seenArray = true;
    this.#scanner.at += 1;
    this.#mode = isSought ? "seeking" : "between";
  }

  /**
   * Gives up the value being read, up to `end` if that is known. A record may begin anywhere behind its first byte.
   */
  #break(reason: string, end?: number): void {
    const { at } = this.#scanner;
    if (this.#damage === undefined) {
      this.#damage = { reason: this.#damageReason ?? reason, end, isReported: false };
      this.#wasDamaged = true;
    }
    const behind = this.#mode === "page" ? this.#valueStart : this.#valueStart + 1;
    const mayGoBack = this.#allowance.take(at - behind, this.#dropped + behind);
    this.#scanner.at = mayGoBack ? behind : at;
    this.#mode = "seeking";
  }

  /** Reports the beginning of a record that is too long, of which no more is kept. */
  #passOver(bytes: Buffer): void {
    this.#sink.rejected({ line: this.#position, reason: tooLong, ...beginning(bytes.subarray(this.#valueStart)) });
    this.#damage = { reason: tooLong, end: undefined, isReported: true };
    this.#wasDamaged = true;
    this.#mode = "seeking";
  }

  /** Passes over damage, up to where a record may begin. */
  #seek(bytes: Buffer): void {
    const { at } = this.#scanner;
    const damage = this.#damage;
    if (damage?.end !== undefined && at >= damage.end) {
      this.#endDamage(bytes, at);
      this.#mode = "between";
      return;
    }
    if (at - this.#start >= maxKeptPieceBytes || damage?.isReported) this.#rejectPiece(bytes, at);
    const limit = Math.min(bytes.length, damage?.end ?? bytes.length, this.#start + maxKeptPieceBytes);
    const next = this.#nextOpening(bytes, at, limit);
    if (next < 0) this.#scanner.at = limit;
    else this.#begin(next, "candidate");
  }

  /** Index of the next byte with which a record may begin; -1 when there is none before `limit`. */
  #nextOpening(bytes: Buffer, from: number, limit: number): number {
    const mayBeText = this.#ofTexts ?? (bytes[this.#start] === quote && bytes[this.#start + 1] === openBrace);
    for (let at = from; ; at += 1) {
      at = bytes.subarray(0, limit).indexOf(openBrace, at);
      if (at < 0) return -1;
      // Inside a damaged record a text is only a value, and the person who typed it may have typed a record.
      if (mayBeText && at > from && bytes[at - 1] === quote) return at - 1;
      if (this.#ofTexts !== true) return at;
    }
  }

  /** Long damage is reported in pieces, each whole characters. */
  #rejectPiece(bytes: Buffer, to: number): void {
    let end = to;
    while (end > this.#start && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    if (end === this.#start) end = to;
    if (this.#damage?.isReported === false) this.#report(this.#damage.reason, bytes.subarray(this.#start, end));
    this.#start = end;
  }

  #endDamage(bytes: Buffer, to: number): void {
    const damage = this.#damage;
    if (damage === undefined) return;
    this.#damage = undefined;
    const text = withoutSeparators(bytes.subarray(this.#start, to));
    if (!damage.isReported && text.length > 0) this.#report(damage.reason, text);
    if (damage.isReported || text.length > 0) this.#position += 1;
  }

  #reject(reason: string, bytes: Buffer): void {
    this.#report(reason, bytes);
    this.#position += 1;
  }

  #report(reason: string, bytes: Buffer): void {
    this.#sink.rejected({ line: this.#position, reason, ...rejectedText(bytes) });
  }

  /** Forgets what has been read, except the record or the damage being read and what the scanner looks back at. */
  #dropRead(bytes: Buffer): void {
    const isKept = this.#mode !== "between";
    const read = Math.min(this.#scanner.at, bytes.length);
    const drop = isKept ? this.#start : Math.max(0, read - lookBack);
    this.#bytes.drop(drop);
    this.#scanner.shift(drop);
    this.#dropped += drop;
    this.#start -= drop;
    this.#valueStart -= drop;
    this.#heldAt -= drop;
    if (this.#damage?.end !== undefined) this.#damage.end -= drop;
  }
}

function isByteOrderMark(byte: number): boolean {
  return byte === 0xef || byte === 0xbb || byte === 0xbf;
}

/** Damage without the white space around it and the comma in front of the next record. */
function withoutSeparators(bytes: Buffer): Buffer {
  let [start, end] = [0, bytes.length];
  while (start < end && (bytes[start] as number) <= 0x20) start += 1;
  while (start < end && ((bytes[end - 1] as number) <= 0x20 || bytes[end - 1] === comma)) end -= 1;
  return bytes.subarray(start, end);
}
