import type { Source, TableName } from "../../protocol/tables.ts";
import type { Column } from "./column.ts";

/** One kind of log: what a row is, which columns are its key, and when it happened. */
export interface Table {
  readonly name: TableName;
  /** How people call it, for example `Sign-ins`. */
  readonly title: string;
  /** What one row is. */
  readonly description: string;
  /** The columns that together are the key within a tenant. */
  readonly keyColumns: readonly string[];
  /** The column a row's log day follows from. */
  readonly eventTime: string;
  /** The column by which the newer of two versions of a record is told, where it has one. */
  readonly versionTime?: string;
  /** Where rows are states: the source that says what is so now. The others say what was so at some time. */
  readonly currentSource?: Source;
  /** Microsoft's columns and ours derived from them; the common columns come before them. */
  readonly columns: readonly Column[];
}
