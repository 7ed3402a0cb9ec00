import type { TableName } from "../../protocol/tables.ts";
import { allColumns } from "../schema/all-tables.ts";
import { duckdbType } from "./duckdb-types.ts";
import { sqlText } from "./quoted-sql.ts";

/**
 * A relation of DuckDB over slices of a table: columns as they are declared, in lower case, and `filename`. Binding it
 * opens no file: each column is found in each slice by its name. One that an older version had not yet is NULL, and one
 * that a newer version has added is not seen.
 *
 * @param files one at least.
 * @param names in lower case: only columns that are among them are there, because each costs time before anything is
 * read; the first, if none is, because a reader without columns reads nothing. Left out, all are.
 */
export function declaredRowsSql(table: TableName, files: readonly string[], names?: ReadonlySet<string>): string {
  const schema = declaredColumns(table, names).map(
    ({ name, type }) => `${sqlText(name)}: {name: ${sqlText(name)}, type: ${sqlText(type)}, default_value: NULL}`,
  );
  // The file name is a parameter of the reader and not the column that it offers by itself, because only then filters
  // skip files.
  return `read_parquet([${files.map(sqlText).join(", ")}], filename = true, schema = MAP{${schema.join(", ")}})`;
}

/** The columns that `declaredRowsSql` has beside `filename`, as DuckDB sees them. */
export function declaredColumns(
  table: TableName,
  names?: ReadonlySet<string>,
): readonly { readonly name: string; readonly type: string }[] {
  const columns = allColumns(table);
  const named = columns.filter(({ name }) => names === undefined || names.has(name.toLowerCase()));
  const chosen = named.length === 0 ? columns.slice(0, 1) : named;
  return chosen.map(({ name, type }) => ({ name: name.toLowerCase(), type: duckdbType(type) }));
}
