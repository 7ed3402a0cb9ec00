import type { DialectSchema } from "../dialect/scope/context.ts";
import { type TableName, tableNames } from "../protocol/tables.ts";
import { tables } from "../tables/schema/all-tables.ts";
import { duckdbType } from "../tables/sql/duckdb-types.ts";
import { views } from "../tables/sql/views.ts";
import { isTableName, tableColumns } from "./lake-views.ts";

/** The tables and views of a lake as the dialect bridge sees them. */
export function lakeSchema(): DialectSchema {
  const columns = new Map<string, readonly { name: string; type: string }[]>();
  for (const table of tableNames) columns.set(table, tableColumns(table));
  for (const view of views("duckdb"))
    columns.set(
      view.name,
      view.columns.map(({ name, type }) => ({ name: name.toLowerCase(), type: duckdbType(type) })),
    );
  return {
    columns: (name) => columns.get(name.toLowerCase()),
    eventTime: eventTimeOf,
    tables: () => [...columns.keys()],
  };
}

/** The base tables behind a name of the schema. */
export function baseTables(name: string): readonly TableName[] {
  if (isTableName(name)) return [name];
  return name === "events" ? tableNames : name.startsWith("signins_") ? ["signins"] : [];
}

/** The base tables behind some names of the schema, once each. */
export function baseTablesOf(names: readonly string[]): readonly TableName[] {
  return [...new Set(names.flatMap(baseTables))];
}

/** The column of a table or view that holds its rows' event time, which the log day and the slice follow from. */
function eventTimeOf(name: string): string | undefined {
  if (name === "events") return "time";
  const [table] = baseTables(name);
  return table && tables[table].eventTime;
}

/** The kind of sign-in that a view shows; undefined for what shows all kinds. */
export function signInKindOf(name: string): string | undefined {
  return views("duckdb", (known) => known === name)[0]?.signInKind;
}
