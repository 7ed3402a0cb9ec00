import type { TableName } from "../protocol/tables.ts";
import type { PrunedBy } from "./needed-slices.ts";

/** A slice as the ledger knows it. */
export interface LakeSlice extends PrunedBy {
  readonly table: TableName;
  /** In the lake's storage. */
  readonly path: string;
  readonly bytes: number;
  /** Rows that came from Microsoft's CSV exports; undefined when it is not known. */
  readonly portalCsv: number | undefined;
  /** What each column takes in it, compressed, by field id: the first number is that of the column with id 1. */
  readonly columnBytes: readonly number[];
}

/** A lake's slices as they are when a question is asked. */
export type SlicesByTable = ReadonlyMap<TableName, readonly LakeSlice[]>;
