import { allColumns } from "../schema/all-tables.ts";
import type { ColumnType } from "../schema/column.ts";
import { dayColumn } from "../schema/common-columns.ts";
import { sliceTable } from "./glue.ts";
import { views, visibleAuditsSql } from "./views.ts";

/** Trino's text of a type, as its own catalogue has it. */
export function trinoType(type: ColumnType): string {
  if (typeof type === "object") {
    if ("list" in type) return `array(${trinoType(type.list)})`;
    return `row(${type.struct.map((field) => `"${field.name.toLowerCase()}" ${trinoType(field.type)}`).join(", ")})`;
  }
  if (type === "json") return "varchar";
  return type === "timestamp" ? "timestamp(3)" : type;
}

/** A view as the Glue catalogue keeps it for Trino and Athena, the database left open. */
export interface PrestoView {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly description: string }[];
  /**
   * The JSON that stands, in base 64, between `/* Presto View:` and the end of the comment: what Athena's own
   * `CREATE VIEW` writes there (https://docs.aws.amazon.com/athena/latest/ug/views.html; Trino's
   * `ConnectorViewDefinition`). @param database its schema.
   */
  definition(database: string): string;
}

const audits = {
  name: "audits",
  description: "Directory audits, without rows of the portal's CSV that are there from elsewhere.",
  columns: [...allColumns("audits"), dayColumn],
  sql: visibleAuditsSql(sliceTable("audits"), "trino"),
};

/** Every view of the lake for Athena; the later ones may read the earlier. */
export function prestoViews(): readonly PrestoView[] {
  return [audits, ...views("trino")].map(({ name, description, columns, sql }) => ({
    name,
    description,
    columns,
    definition: (database) =>
      JSON.stringify({
        originalSql: sql,
        catalog: "awsdatacatalog",
        schema: database,
        columns: columns.map((column) => ({ name: column.name.toLowerCase(), type: trinoType(column.type) })),
        // Whoever asks needs leave to read the tables; no owner lends his.
        runAsInvoker: true,
      }),
  }));
}
