import { isUtf8 } from "node:buffer";
import { GrowingBuffer } from "../bytes/growing-buffer.ts";
import { maxRecordBytes, type RejectedText } from "../formats/import-record.ts";
import { beginning, notUtf8, rejectedText, textOfBytes, tooLong } from "./text-of-bytes.ts";

const newline = 0x0a;

/** Takes lines in order; their numbers count from 1. */
export interface LineSink {
  /** A line without its newline; a carriage return before it is left. */
  line(text: string, line: number): void;
  /** A line that is not UTF-8, or longer than a record may be. */
  badLine(rejected: RejectedText): void;
}

/** Cuts UTF-8 bytes at their newlines, holding at most one line. */
export class LineCutter {
  readonly #sink: LineSink;
  readonly #rest = new GrowingBuffer();
  #line: number;
  /** True while the remainder of a line that is too long is passed over. */
  #skipping = false;

  /** @param firstLine the number of the first line. */
  constructor(sink: LineSink, firstLine = 1) {
    this.#sink = sink;
    this.#line = firstLine;
  }

  push(chunk: Buffer): void {
    const first = chunk.indexOf(newline);
    if (first < 0) {
      this.#keep(chunk);
      return;
    }
    this.#keep(chunk.subarray(0, first));
    this.#endLine();
    const last = chunk.lastIndexOf(newline);
    this.#wholeLines(chunk.subarray(first + 1, last + 1));
    this.#keep(chunk.subarray(last + 1));
  }

  end(): void {
    if (this.#rest.length > 0) this.#endLine();
  }

  #wholeLines(lines: Buffer): void {
    // One check for the whole chunk is much cheaper than one for each line.
    const allValid = isUtf8(lines);
    let start = 0;
    while (start < lines.length) {
      const end = lines.indexOf(newline, start);
      if (allValid) this.#sink.line(lines.toString("utf8", start, end), this.#line);
      else this.#emit(lines.subarray(start, end));
      this.#line += 1;
      start = end + 1;
    }
  }

  #keep(part: Buffer): void {
    if (this.#skipping) return;
    this.#rest.append(part.subarray(0, maxRecordBytes + 1 - this.#rest.length));
    if (this.#rest.length <= maxRecordBytes) return;
    this.#sink.badLine({ line: this.#line, reason: tooLong, ...beginning(this.#rest.view()) });
    this.#rest.drop(this.#rest.length);
    this.#skipping = true;
  }

  #endLine(): void {
    if (!this.#skipping) {
      this.#emit(this.#rest.view());
      this.#rest.drop(this.#rest.length);
    }
    this.#skipping = false;
    this.#line += 1;
  }

  #emit(bytes: Buffer): void {
    const text = textOfBytes(bytes);
    if (text === undefined) this.#sink.badLine({ line: this.#line, reason: notUtf8, ...rejectedText(bytes) });
    else this.#sink.line(text, this.#line);
  }
}
