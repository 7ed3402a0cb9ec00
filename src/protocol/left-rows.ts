import type { TableName } from "./tables.ts";

/** Slices in a table's folder that the ledger does not name and that may be all that is left of their rows. */
export interface LeftSlices {
  /** Those with rows that the ledger's slices do not hold, or only in an older version. */
  readonly slices: number;
  readonly rows: number;
  /** Files with the name of a slice that could not be read, or were not looked at yet. */
  readonly unread: number;
  /** A sentence that names the path, when the folder holds what is no plain file, so that nobody looked. */
  readonly refused?: string;
}

export interface LeftRows extends LeftSlices {
  readonly table: TableName;
}

/** Whether there is anything to tell. */
export function hasLeft({ slices, unread, refused }: LeftSlices): boolean {
  return slices + unread > 0 || refused !== undefined;
}
