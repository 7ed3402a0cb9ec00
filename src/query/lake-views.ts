import { identifier } from "../duckdb/database.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { dayColumn } from "../tables/schema/common-columns.ts";
import { declaredColumns, declaredRowsSql } from "../tables/sql/declared-rows-sql.ts";
import { duckdbType } from "../tables/sql/duckdb-types.ts";
import { visibleAuditsSql } from "../tables/sql/views.ts";

/** The log day of a slice, which its folder is named after. */
const dayOfFile = String.raw`regexp_extract(filename, '[/\\]dt=([0-9-]{10})[/\\][^/\\]*$', 1)`;

/**
 * A view with the table's name over its slices; `dt` is a column, made of the path, and DuckDB skips the files whose
 * `dt` a filter excludes. Making it opens no file: the columns are declared, and found in each slice by name. A column
 * or field that an older version had not yet is NULL, and one that a newer version has added is not seen.
 *
 * @param slices each with a file in a folder `dt=YYYY-MM-DD`.
 * @param words in lower case: only columns that are among them are there, because each costs time before anything is
 * read. Left out, all are.
 */
export function tableViewSql(
  table: TableName,
  slices: readonly { readonly file: string }[],
  words?: ReadonlySet<string>,
): string {
  const view = `CREATE OR REPLACE TEMP VIEW ${identifier(table)} AS`;
  const columns = tableColumns(table);
  if (slices.length === 0)
    return `${view} SELECT ${columns.map(({ name, type }) => `NULL::${type} AS ${identifier(name)}`).join(", ")} WHERE false`;
  const read = declaredRowsSql(
    table,
    slices.map(({ file }) => file),
    words,
  );
  const own = declaredColumns(table, words);
  const rows = `(SELECT ${own.map(({ name }) => identifier(name)).join(", ")}, ${dayOfFile} AS dt FROM ${read})`;
  return `${view} ${table === "audits" ? visibleAuditsSql(rows, "duckdb") : `SELECT * FROM ${rows}`}`;
}

/** Every column of a table as DuckDB sees it, `dt` last. */
export function tableColumns(table: TableName): readonly { readonly name: string; readonly type: string }[] {
  return [...declaredColumns(table), { name: dayColumn.name, type: duckdbType(dayColumn.type) }];
}

export function isTableName(name: string): name is TableName {
  return (tableNames as readonly string[]).includes(name);
}
