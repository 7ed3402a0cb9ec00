import type { DialectSchema } from "../../dialect/scope/context.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { allColumns, tables } from "../../tables/schema/all-tables.ts";
import type { Column, ColumnType } from "../../tables/schema/column.ts";
import { dayColumn } from "../../tables/schema/common-columns.ts";
import { sqlName } from "../../tables/sql/quoted-sql.ts";
import { views } from "../../tables/sql/views.ts";

/** A table or view that every lake has, with names in Microsoft's own case. */
export interface LakeTable {
  readonly name: string;
  /** How people call it; none for a view. */
  readonly title?: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly eventTime: string;
  /** The table whose rows a view shows; its own name for a table; none for a view over all of them. */
  readonly base?: TableName;
}

/** By name in lower case, tables before views. */
export const lakeTables: ReadonlyMap<string, LakeTable> = new Map(
  [...tableNames.map(tableOf), ...viewsOf()].map((table) => [table.name, table]),
);

/** The same as the translation sees them; its types keep Microsoft's case, so that fields are offered in it. */
export const lakeNames: DialectSchema = namesOf(lakeTables);

function tableOf(name: TableName): LakeTable {
  const { title, description, eventTime } = tables[name];
  return { name, title, description, columns: [...allColumns(name), dayColumn], eventTime, base: name };
}

function viewsOf(): readonly LakeTable[] {
  return views("trino").map(({ name, description, columns, signInKind }) => {
    const shown = { name, description, columns };
    if (signInKind === undefined) return { ...shown, eventTime: "time" };
    return { ...shown, eventTime: tables.signins.eventTime, base: "signins" };
  });
}

function namesOf(known: ReadonlyMap<string, LakeTable>): DialectSchema {
  const columns = new Map(
    [...known].map(([name, table]) => [
      name,
      table.columns.map((column) => ({ name: column.name, type: writtenType(column.type) })),
    ]),
  );
  return {
    columns: (name) => columns.get(name.toLowerCase()),
    eventTime: (name) => known.get(name.toLowerCase())?.eventTime,
    tables: () => [...known.keys()],
  };
}

/** A type as DuckDB writes it, with Microsoft's names of its fields. */
function writtenType(type: ColumnType): string {
  if (typeof type === "object") {
    if ("list" in type) return `${writtenType(type.list)}[]`;
    return `STRUCT(${type.struct.map((field) => `${sqlName(field.name)} ${writtenType(field.type)}`).join(", ")})`;
  }
  return type === "json" ? "VARCHAR" : type.toUpperCase();
}
