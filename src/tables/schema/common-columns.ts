import { type Column, derivedColumn } from "./column.ts";

/** What every table has in front of its own columns (design: Schema). */
export const commonColumns: readonly Column[] = [
  derivedColumn("tenantId", "varchar", "Directory id of the tenant the record belongs to, or `unassigned`."),
  derivedColumn("source", "varchar", "Where the kept observation came from, for example `graph-beta`."),
  derivedColumn("sourceRef", "varchar", "Request id, or SHA-256 of the file and the line in it."),
  derivedColumn("collectedAt", "timestamp", "When the kept observation was made; imports have none."),
  derivedColumn(
    "firstSeenAt",
    "timestamp",
    "When any observation of the record was first made; lateness counts from it.",
  ),
  derivedColumn("timeIsApproximate", "boolean", "True when the source gave only a rounded or a logging time."),
  derivedColumn("raw", "json", "The record exactly as its source gave it."),
];

/** The log day: the partition of every slice, and a column of every table and view. */
export const dayColumn: Column = derivedColumn("dt", "varchar", "Log day of the row's event time, `YYYY-MM-DD`, UTC.");
