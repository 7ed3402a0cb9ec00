import type { TableName } from "../../protocol/tables.ts";
import { tables } from "../schema/all-tables.ts";
import { type Column, isMicrosofts } from "../schema/column.ts";
import { sqlName } from "./quoted-sql.ts";

/**
 * An SQL expression that counts the Microsoft columns of a row that have a value, over the derived columns of `alias`.
 * Empty texts and lists have none; an object counts when any of its members does (deriveSql makes it NULL otherwise).
 */
export function filledColumnsSql(table: TableName, alias: string): string {
  const counted = tables[table].columns.filter(isMicrosofts);
  return `(${counted.map((column) => `CAST(${isFilled(column, alias)} AS INTEGER)`).join(" + ")})`;
}

function isFilled(column: Column, alias: string): string {
  const value = `${alias}.${sqlName(column.name.toLowerCase())}`;
  if (typeof column.type === "object")
    return "list" in column.type ? `coalesce(len(${value}) > 0, false)` : `(${value} IS NOT NULL)`;
  if (column.type === "varchar") return `coalesce(${value} <> '', false)`;
  if (column.type === "json") return `coalesce(${value} NOT IN ('', '[]', '{}'), false)`;
  return `(${value} IS NOT NULL)`;
}
