import { identifier } from "../duckdb/database.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { dayColumn } from "../tables/schema/common-columns.ts";
import { declaredColumns, declaredRowsSql } from "../tables/sql/declared-rows-sql.ts";
import { duckdbType } from "../tables/sql/duckdb-types.ts";
import { visibleAuditsSql } from "../tables/sql/views.ts";

/** The log day of a slice, which its folder is named after. */
const dayOfFile = String.raw`regexp_extract(filename, '[/\\]dt=([0-9-]{10})[/\\][^/\\]*$', 1)`;

/** A slice as a file in a folder `dt=YYYY-MM-DD`. */
export interface ViewedSlice {
  readonly file: string;
  /** Rows that came from Microsoft's CSV exports; left out when it is not known. */
  readonly portalCsv?: number | undefined;
}

/**
 * A view with the table's name over its slices; `dt` is a column, made of the path, and DuckDB skips the files whose
 * `dt` a filter excludes. Making it opens no file: the columns are declared, and found in each slice by name. A column
 * or field that an older version had not yet is NULL, and one that a newer version has added is not seen.
 *
 * @param words in lower case: only columns that are among them are there, because each costs time before anything is
 * read. Left out, all are.
 */
export function tableViewSql(table: TableName, slices: readonly ViewedSlice[], words?: ReadonlySet<string>): string {
  const view = `CREATE OR REPLACE TEMP VIEW ${identifier(table)} AS`;
  if (slices.length === 0) {
    const columns = tableColumns(table).map(({ name, type }) => `NULL::${type} AS ${identifier(name)}`);
    return `${view} SELECT ${columns.join(", ")} WHERE false`;
  }
  const own = declaredColumns(table, words).map(({ name }) => identifier(name));
  const rowsOf = (some: readonly ViewedSlice[]): string => {
    const read = declaredRowsSql(
      table,
      some.map(({ file }) => file),
      words,
    );
    return `(SELECT ${own.join(", ")}, ${dayOfFile} AS dt FROM ${read})`;
  };
  const { hiding, plain } = byHiding(table, slices);
  const selects = [
    ...(plain.length === 0 ? [] : [`SELECT * FROM ${rowsOf(plain)}`]),
    ...(hiding.length === 0 ? [] : [visibleAuditsSql(rowsOf(hiding), "duckdb")]),
  ];
  return `${view} ${selects.join("\nUNION ALL\n")}`;
}

function folderOf(file: string): string {
  return file.replace(/[/\\][^/\\]*$/, "");
}

/** Whether some rows of the slices may be hidden, for which those of their days are read three times. */
export function mayHideRows(table: TableName, slices: readonly ViewedSlice[]): boolean {
  return byHiding(table, slices).hiding.length > 0;
}

/** Rows of CSV exports are hidden by others of their day, so that days without any are read as they are. */
function byHiding(
  table: TableName,
  slices: readonly ViewedSlice[],
): { readonly hiding: readonly ViewedSlice[]; readonly plain: readonly ViewedSlice[] } {
  if (table !== "audits") return { hiding: [], plain: slices };
  const days = new Set(slices.filter(({ portalCsv }) => portalCsv !== 0).map(({ file }) => folderOf(file)));
  const { hiding = [], plain = [] } = Object.groupBy(slices, ({ file }) =>
    days.has(folderOf(file)) ? "hiding" : "plain",
  );
  return { hiding, plain };
}

/** Every column of a table as DuckDB sees it, `dt` last. */
export function tableColumns(table: TableName): readonly { readonly name: string; readonly type: string }[] {
  return [...declaredColumns(table), { name: dayColumn.name, type: duckdbType(dayColumn.type) }];
}

export function isTableName(name: string): name is TableName {
  return (tableNames as readonly string[]).includes(name);
}
