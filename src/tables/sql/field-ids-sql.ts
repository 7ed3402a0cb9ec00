import type { TableName } from "../../protocol/tables.ts";
import { allColumns } from "../schema/all-tables.ts";
import type { ColumnType } from "../schema/column.ts";
import { fieldIds } from "../schema/field-ids.ts";
import { sqlName } from "./quoted-sql.ts";

/** The `FIELD_IDS` of DuckDB's COPY for a slice of a table. @throws RangeError for a field that has no number. */
export function fieldIdsSql(table: TableName): string {
  const ids = fieldIds[table];
  const entry = (name: string, type: ColumnType, path: string): string => {
    const id = ids[path];
    if (id === undefined) throw new RangeError(`${table}: ${path} has no number in src/tables/schema/field-ids`);
    return `${sqlName(name)}: ${ofType(type, path, id)}`;
  };
  const ofType = (type: ColumnType, path: string, id: number): string => {
    if (typeof type !== "object") return String(id);
    const inner =
      "list" in type
        ? [entry("element", type.list, `${path}.element`)]
        : type.struct.map(({ name, type: of }) => entry(name.toLowerCase(), of, `${path}.${name.toLowerCase()}`));
    return `{__duckdb_field_id: ${id}, ${inner.join(", ")}}`;
  };
  const columns = allColumns(table).map(({ name, type }) => entry(name.toLowerCase(), type, name.toLowerCase()));
  return `{${columns.join(", ")}}`;
}
