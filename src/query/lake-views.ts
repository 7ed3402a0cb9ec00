import { identifier, literal } from "../duckdb/database.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { commonColumns, dayColumn } from "../tables/schema/common-columns.ts";
import { tables } from "../tables/schema/tables.ts";
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
  const files = slices.map(({ file }) => literal(file)).join(", ");
  const own = columnsNamed(
    columns.filter(({ name }) => name !== dayColumn.name),
    words,
  );
  const schema = own.map(
    ({ name, type }) => `${literal(name)}: {name: ${literal(name)}, type: ${literal(type)}, default_value: NULL}`,
  );
  // The file name is a parameter of the reader and not the column that it offers by itself, because only then filters
  // skip files.
  const read = `read_parquet([${files}], filename = true, schema = MAP{${schema.join(", ")}})`;
  const rows = `(SELECT ${own.map(({ name }) => identifier(name)).join(", ")}, ${dayOfFile} AS dt FROM ${read})`;
  return `${view} ${table === "audits" ? visibleAuditsSql(rows, "duckdb") : `SELECT * FROM ${rows}`}`;
}

/** The columns that are named; one at least, because a reader without columns reads nothing. */
function columnsNamed(
  columns: ReturnType<typeof tableColumns>,
  words: ReadonlySet<string> | undefined,
): typeof columns {
  const named = columns.filter(({ name }) => words === undefined || words.has(name));
  return named.length === 0 ? columns.slice(0, 1) : named;
}

/** Every column of a table as DuckDB sees it, `dt` last. */
export function tableColumns(table: TableName): readonly { readonly name: string; readonly type: string }[] {
  const columns = [...commonColumns, ...tables[table].columns].map(({ name, type }) => ({
    name: name.toLowerCase(),
    type: duckdbType(type),
  }));
  return [...columns, { name: dayColumn.name, type: duckdbType(dayColumn.type) }];
}

export function isTableName(name: string): name is TableName {
  return (tableNames as readonly string[]).includes(name);
}
