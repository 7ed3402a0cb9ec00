import { identifier, literal } from "../duckdb/database.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { commonColumns } from "../tables/schema/common-columns.ts";
import { schemaVersion, tables } from "../tables/schema/tables.ts";
import { duckdbType } from "../tables/sql/duckdb-types.ts";
import { visibleAuditsSql } from "../tables/sql/views.ts";

/** A slice that a query may read. */
export interface QuerySlice {
  readonly table: TableName;
  readonly file: string;
  readonly day: string;
  readonly bytes: number;
}

/**
 * A view with the table's name over its slices; `dt` is a column, and DuckDB skips the files whose `dt` a filter
 * excludes. A table without slices is an empty view with all its columns. Slices of several schema versions are read
 * by name, which costs a look into every footer; the first version needs none.
 */
export function tableViewSql(table: TableName, slices: readonly QuerySlice[]): string {
  const view = `CREATE OR REPLACE TEMP VIEW ${identifier(table)} AS`;
  if (slices.length === 0) {
    const columns = tableColumns(table).map(({ name, type }) => `NULL::${type} AS ${identifier(name)}`);
    return `${view} SELECT ${columns.join(", ")} WHERE false`;
  }
  const files = slices.map(({ file }) => literal(file)).join(", ");
  const rows = `read_parquet([${files}], union_by_name = ${schemaVersion > 1}, hive_partitioning = true, hive_types = {'dt': VARCHAR})`;
  return `${view} ${table === "audits" ? visibleAuditsSql(rows, "duckdb") : `SELECT * FROM ${rows}`}`;
}

/** Every column of a table as DuckDB sees it, `dt` last. */
export function tableColumns(table: TableName): readonly { readonly name: string; readonly type: string }[] {
  const columns = [...commonColumns, ...tables[table].columns].map(({ name, type }) => ({
    name: name.toLowerCase(),
    type: duckdbType(type),
  }));
  return [...columns, { name: "dt", type: "VARCHAR" }];
}

export function isTableName(name: string): name is TableName {
  return (tableNames as readonly string[]).includes(name);
}
