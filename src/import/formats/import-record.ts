import type { JsonRecord } from "../../base/json-record.ts";
import type { Source, TableName } from "../../protocol/tables.ts";

/** One record of a file, recognised but not yet identified: its key and time are still inside. */
export interface ImportRecord {
  /** 1-based line in line formats and CSV, 1-based position of the record in arrays and pages. */
  readonly line: number;
  /**
   * The record's JSON as the file has it. For CSV the row as an object of header to text; for a record wrapped in
   * `AuditData` or `auditData` the wrapped text.
   */
  readonly raw: string;
  readonly table: TableName;
  readonly source: Source;
  /** `raw`, parsed. */
  readonly record: JsonRecord;
}

/** Something in a file that is no record of a known log. */
export interface RejectedText {
  readonly line: number;
  /** A clause that goes on from "the record …", for example `is not valid JSON`. */
  readonly reason: string;
  /** What the file has there, whole up to `maxRecordBytes`; empty when there is nothing to mend. */
  readonly text: string;
  /** The same bytes, when they are not UTF-8 and `text` therefore is not all of them. */
  readonly base64?: string;
}

export type ReadItem =
  | { readonly kind: "record"; readonly record: ImportRecord }
  | ({
      readonly kind: "rejected";
      /** It is no whole JSON object of its own, so that records may begin inside it. */
      readonly isDamaged?: boolean;
    } & RejectedText);

/** Longest record that is read, in bytes. */
export const maxRecordBytes = 64 * 1024 * 1024;

/** Damage is kept whole, in pieces of about this many bytes. */
export const maxKeptPieceBytes = 16 * 1024 * 1024;
