import type { Source, TableName } from "../../protocol/tables.ts";
import { fromDiagnostic } from "./diagnostic-shape.ts";
import { fromLogAnalytics } from "./log-analytics-shape.ts";
import { fromPortalCsv } from "./portal-csv-shape.ts";

/** True when the records of a source already have the shape of Microsoft's API. */
export function isApiShape(source: Source): boolean {
  return source !== "diagnostic" && source !== "log-analytics" && source !== "portal-csv";
}

/**
 * A record as the API of its table would give it: Microsoft's names, typed and nested values. Never throws; a value
 * that cannot be understood is passed on, and becomes NULL in a column that it does not fit.
 */
export function toApiShape(
  table: TableName,
  source: Source,
  record: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  switch (source) {
    case "diagnostic":
      return fromDiagnostic(table, record);
    case "log-analytics":
      return fromLogAnalytics(table, record);
    case "portal-csv":
      return fromPortalCsv(table, record);
    default:
      return record;
  }
}
