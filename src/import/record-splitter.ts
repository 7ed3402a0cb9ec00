import type { RejectedText } from "./import-record.ts";

/** The text of one record, before anybody knows what it is. */
export interface FoundText {
  readonly line: number;
  readonly text: string;
  /** What Graph says in front of the records of a page: `…/beta/$metadata#auditLogs/signIns`. */
  readonly context?: string;
}

/** Where a splitter puts what it finds, in the order of the file. */
export interface SplitSink {
  /** Whether some text is a record of a known log; asked only behind damage, to find where records go on. */
  isRecord(text: string): boolean;
  found(found: FoundText): void;
  rejected(rejected: RejectedText): void;
}

/** Cuts a stream of UTF-8 bytes into the texts of records. Chunk boundaries never change what is found. */
export interface RecordSplitter {
  push(chunk: Buffer): void;
  /** The stream is over: what is unfinished is rejected. */
  end(): void;
}
