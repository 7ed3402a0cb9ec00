import { parse } from "csv-parse/sync";
import { type CsvHeader, columnNames, isPreamble } from "../formats/csv-header.ts";
import { maxKeptPieceBytes, type RejectedText } from "../formats/import-record.ts";
import { CsvRows } from "./csv-rows.ts";
import type { RecordSplitter, SplitSink } from "./record-splitter.ts";

/** Rows are parsed together up to about this many characters. */
const blockLength = 256 * 1024;

interface Row {
  readonly text: string;
  readonly line: number;
}

/** Cuts CSV into rows and gives each as a JSON object of header to text. */
export class CsvSplitter implements RecordSplitter {
  readonly #header: CsvHeader;
  readonly #sink: SplitSink;
  readonly #rows: CsvRows;
  #block: Row[] = [];
  #blockLength = 0;
  #headerSeen = false;
  #headerText = "";
  /** Rows since one whose quotes did not fit; rows of the wrong width behind it are parts of it. */
  #broken: RejectedText | undefined;

  constructor(header: CsvHeader, sink: SplitSink) {
    this.#header = header;
    this.#sink = sink;
    this.#rows = new CsvRows(header.delimiter, {
      row: (text, line) => this.#add(text, line),
      badRow: (rejected) => {
        this.#parseBlock();
        this.#endBroken();
        this.#broken = rejected;
      },
    });
  }

  push(chunk: Buffer): void {
    this.#rows.push(chunk);
    if (this.#blockLength >= blockLength) this.#parseBlock();
  }

  end(): void {
    this.#rows.end();
    this.#parseBlock();
    this.#endBroken();
  }

  #add(text: string, line: number): void {
    if (text.length === 0 || (!this.#headerSeen && isPreamble(text))) return;
    if (!this.#headerSeen) {
      this.#headerSeen = true;
      this.#headerText = text;
      return;
    }
    this.#block.push({ text, line });
    this.#blockLength += text.length;
  }

  #parseBlock(): void {
    const rows = this.#block;
    this.#block = [];
    this.#blockLength = 0;
    const parsed = this.#parse(rows.map((row) => row.text).join("\n"));
    rows.forEach((row, index) => {
      this.#emit(row, parsed?.length === rows.length ? parsed[index] : this.#parse(row.text)?.[0]);
    });
  }

  #parse(text: string): readonly (readonly string[])[] | undefined {
    try {
      return parse(text, {
        delimiter: this.#header.delimiter,
        record_delimiter: "\n",
        relax_column_count: true,
      }) as readonly string[][];
    } catch {
      // The caller tries the rows one by one and rejects those that fail.
      return undefined;
    }
  }

  #emit(row: Row, fields: readonly string[] | undefined): void {
    const { columns } = this.#header;
    if (fields?.length === columns.length) {
      this.#endBroken();
      if (this.#isHeader(fields)) return;
      const record = Object.fromEntries(columns.map((column, index) => [column, fields[index]]));
      // A row made into JSON cannot be damaged JSON.
      this.#sink.found({ line: row.line, text: JSON.stringify(record) });
    } else if (this.#broken !== undefined) {
      this.#broken = { ...this.#broken, text: `${this.#broken.text}\n${row.text}` };
      if (this.#broken.text.length > maxKeptPieceBytes) this.#endBroken();
    } else {
      const reason = fields === undefined ? "is not valid CSV" : `has ${fields.length} of ${columns.length} columns`;
      this.#reject({ line: row.line, reason, text: row.text });
    }
  }

  /** Files that were joined repeat the header. */
  #isHeader(fields: readonly string[]): boolean {
    const { columns } = this.#header;
    if (columnNames(fields.slice(0, 1))[0] !== columns[0]) return false;
    return columnNames(fields).every((name, index) => name === columns[index]);
  }

  #endBroken(): void {
    if (this.#broken !== undefined) this.#reject(this.#broken);
    this.#broken = undefined;
  }

  /** The header goes with a rejected row, so that the mended row can be imported on its own. */
  #reject(rejected: RejectedText): void {
    this.#sink.rejected({ ...rejected, text: `${this.#headerText}\n${rejected.text}` });
  }
}
