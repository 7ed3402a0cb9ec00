import { maxRecordBytes, type RejectedText } from "../formats/import-record.ts";
import { readQuotes } from "./csv-quotes.ts";
import { LineCutter } from "./line-cutter.ts";

/** Takes the rows of a CSV file in order, as text that may hold line breaks inside quotes. */
export interface CsvRowSink {
  row(text: string, line: number): void;
  badRow(rejected: RejectedText): void;
}

/**
 * Joins the lines of CSV into rows. Where the quotes of a row do not fit, only its first line is rejected and the lines
 * behind it are read again, so that one lost quote costs one row and not the file.
 */
export class CsvRows {
  readonly #sink: CsvRowSink;
  readonly #delimiter: string;
  readonly #lines: LineCutter;
  /** Lines of a row whose quotes are still open. */
  #open: string[] = [];
  #openLine = 1;
  #openLength = 0;

  constructor(delimiter: string, sink: CsvRowSink) {
    this.#delimiter = delimiter;
    this.#sink = sink;
    this.#lines = new LineCutter({
      line: (text, line) => this.#add(text, line),
      badLine: (rejected) => {
        this.#rejectOpen();
        sink.badRow(rejected);
      },
    });
  }

  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  end(): void {
    this.#lines.end();
    while (this.#open.length > 0) this.#rejectOpen();
  }

  #add(text: string, line: number): void {
    const quotes = readQuotes(text, this.#open.length > 0, this.#delimiter);
    if (quotes === "closed" && this.#open.length === 0) {
      this.#sink.row(withoutReturn(text), line);
      return;
    }
    if (this.#open.length === 0) this.#openLine = line;
    this.#open.push(text);
    this.#openLength += text.length + 1;
    if (quotes === "broken" || this.#openLength > maxRecordBytes) this.#rejectOpen();
    else if (quotes === "closed") this.#sink.row(withoutReturn(this.#takeOpen().join("\n")), this.#openLine);
  }

  /** Rejects the first line of the open row and reads the others again. */
  #rejectOpen(): void {
    const line = this.#openLine;
    const [first, ...others] = this.#takeOpen();
    if (first === undefined) return;
    this.#sink.badRow({ line, reason: "has quotes that do not fit", text: withoutReturn(first) });
    others.forEach((text, index) => {
      this.#add(text, line + 1 + index);
    });
  }

  #takeOpen(): string[] {
    const lines = this.#open;
    this.#open = [];
    this.#openLength = 0;
    return lines;
  }
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
