import type { JsonRecord } from "../../base/json-record.ts";
import type { Source, TableName } from "../../protocol/tables.ts";

/** What is known of a record from its surroundings. */
export interface RecordContext {
  /** The file is one JSON array, as the portal downloads it. */
  readonly inArray: boolean;
  /** `@odata.context` of the page the record is in. */
  readonly odataContext?: string | undefined;
}

/** One shape in which records of one table arrive. */
export interface LogFormat {
  readonly table: TableName;
  readonly source: Source | ((record: JsonRecord, context: RecordContext) => Source);
  /** By the properties a record has; formats exclude each other, so their order does not matter. */
  matches(record: JsonRecord): boolean;
  /** The record is inside this property, as an object or as JSON text. */
  readonly inside?: string;
}

export function hasAny(record: JsonRecord, keys: readonly string[]): boolean {
  return keys.some((key) => key in record);
}

export function hasAll(record: JsonRecord, keys: readonly string[]): boolean {
  return keys.every((key) => key in record);
}
