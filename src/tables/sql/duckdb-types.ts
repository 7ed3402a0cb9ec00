import { apiNameOf, type ColumnType, isMicrosofts } from "../schema/column.ts";
import type { Table } from "../schema/table.ts";
import { sqlName } from "./quoted-sql.ts";

/** The DuckDB type a column has in a slice and in views: names of nested fields in lower case. */
export function duckdbType(type: ColumnType): string {
  if (typeof type === "object") {
    if ("list" in type) return `${duckdbType(type.list)}[]`;
    return `STRUCT(${type.struct.map((f) => `${sqlName(f.name.toLowerCase())} ${duckdbType(f.type)}`).join(", ")})`;
  }
  if (type === "timestamp") return "TIMESTAMP_MS";
  return type === "json" ? "VARCHAR" : type.toUpperCase();
}

/** The structure argument of DuckDB's `json_transform` for a record of the table, in Microsoft's own case. */
export function jsonStructure(table: Table): string {
  const members = table.columns
    .filter(isMicrosofts)
    .map((each): [string, unknown] => [
      apiNameOf(each),
      each.normalised && each.type === "json" ? "JSON" : topLevelStructure(each.type),
    ]);
  return JSON.stringify(Object.fromEntries(members));
}

// A text that holds JSON stays that text at the top level; `VARCHAR` also turns an object into its JSON.
function topLevelStructure(type: ColumnType): unknown {
  return type === "json" ? "VARCHAR" : structure(type);
}

function structure(type: ColumnType): unknown {
  if (typeof type === "object") {
    if ("list" in type) return [structure(type.list)];
    return Object.fromEntries(type.struct.map((field) => [field.name, structure(field.type)]));
  }
  return type === "timestamp" ? "VARCHAR" : type.toUpperCase();
}

/** True when the type is, or holds, a timestamp. */
export function holdsTimestamp(type: ColumnType): boolean {
  if (typeof type !== "object") return type === "timestamp";
  return "list" in type ? holdsTimestamp(type.list) : type.struct.some((field) => holdsTimestamp(field.type));
}
