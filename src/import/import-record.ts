import type { Source, TableName } from "../protocol/tables.ts";

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
  readonly record: JsonObject;
}

export type JsonObject = Record<string, unknown>;

/** Something in a file that is no record of a known log. */
export interface RejectedText {
  readonly line: number;
  /** A clause that goes on from "the record …", for example `is not valid JSON`. */
  readonly reason: string;
  /** What the file has there, at most 1 MB of it; empty when there is nothing to mend. */
  readonly text: string;
}

export type ReadItem =
  | { readonly kind: "record"; readonly record: ImportRecord }
  | ({ readonly kind: "rejected" } & RejectedText);

/** Longest record that is read, in bytes. */
export const maxRecordBytes = 64 * 1024 * 1024;

/** How much of a rejected text is kept, in bytes. */
export const maxRejectedBytes = 1024 * 1024;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
