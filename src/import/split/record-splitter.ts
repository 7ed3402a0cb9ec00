import type { RejectedText } from "../formats/import-record.ts";

/** The text of one record, before anybody knows what it is. */
export interface FoundText {
  readonly line: number;
  readonly text: string;
  /** What Graph says in front of the records of a page: `…/beta/$metadata#auditLogs/signIns`. */
  readonly context?: string;
}

/** What became of a text: when it is damaged it was not taken, because records may begin inside it. */
export type Taken = "record" | "rejected" | { readonly damage: string };

/** Where a splitter puts what it finds, in the order of the file. */
export interface SplitSink {
  /** Whether some text is a record of a known log; asked only behind damage, to find where records go on. */
  isRecord(text: string): boolean;
  /** Takes a text, unless it is damaged. */
  found(found: FoundText): Taken;
  rejected(rejected: RejectedText): void;
}

/** Cuts a stream of UTF-8 bytes into the texts of records. Chunk boundaries never change what is found. */
export interface RecordSplitter {
  push(chunk: Buffer): void;
  /** The stream is over: what is unfinished is rejected. */
  end(): void;
}
