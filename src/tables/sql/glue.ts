import type { TableName } from "../../protocol/tables.ts";
import { allColumns } from "../schema/all-tables.ts";
import type { ColumnType } from "../schema/column.ts";

/** A column as AWS Glue declares it. */
export interface GlueColumn {
  readonly Name: string;
  readonly Type: string;
  readonly Comment: string;
}

/**
 * What the table over the slices is called in Glue. `audits` itself is a view there, which hides the rows of portal CSV
 * that others repeat (`visibleAuditsSql`), so that it shows the same as on this machine.
 */
export function sliceTable(table: TableName): string {
  return table === "audits" ? "audits_slices" : table;
}

/** The columns of a slice for a Glue table; `dt` is its partition key and not among them. */
export function glueColumns(table: TableName): readonly GlueColumn[] {
  return allColumns(table).map((column) => ({
    Name: column.name.toLowerCase(),
    Type: hiveType(column.type),
    Comment: column.description,
  }));
}

/** Hive's text of a type, which Glue and Athena read. */
export function hiveType(type: ColumnType): string {
  if (typeof type === "object") {
    if ("list" in type) return `array<${hiveType(type.list)}>`;
    return `struct<${type.struct.map((field) => `${field.name.toLowerCase()}:${hiveType(field.type)}`).join(",")}>`;
  }
  if (type === "varchar" || type === "json") return "string";
  return type === "integer" ? "int" : type;
}
