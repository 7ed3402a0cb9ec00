import type { TableName } from "../../protocol/tables.ts";

/**
 * What rows of a file are known by: they carry it with their line. A table that was named stands in it, because it may
 * have been all that told what a record is.
 *
 * @param sha256 of the file, lower-case hex.
 */
export function importRef(sha256: string, table: TableName | undefined): string {
  return table === undefined ? sha256 : `${sha256}?table=${table}`;
}
