import type { TableName } from "../protocol/tables.ts";
import { fieldIds } from "../tables/schema/field-ids.ts";
import type { LakeSlice } from "./lake-slice.ts";

/**
 * How many bytes of Parquet a translated statement reads at the most: the compressed size of the columns that it
 * names, in the slices that are in range. Like Athena's figure, it counts whole column chunks.
 *
 * @param words see `wordsOf`.
 */
export function scannedBytes(words: ReadonlySet<string>, slices: readonly LakeSlice[]): number {
  const read = new Map<TableName, readonly number[]>();
  const columnsOf = (table: TableName): readonly number[] => {
    const known = read.get(table) ?? columnsNamed(table, words);
    read.set(table, known);
    return known;
  };
  return slices.reduce(
    (sum, { table, columnBytes }) => columnsOf(table).reduce((bytes, id) => bytes + (columnBytes[id - 1] ?? 0), sum),
    0,
  );
}

/** The field ids of the columns of a table that are among the names. */
function columnsNamed(table: TableName, names: ReadonlySet<string>): readonly number[] {
  return Object.entries(fieldIds[table]).flatMap(([name, id]) => (names.has(name.toLowerCase()) ? [id] : []));
}
