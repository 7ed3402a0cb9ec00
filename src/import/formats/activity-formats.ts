import { isRecord } from "../../base/json-record.ts";
import { hasAll, hasAny, type LogFormat } from "./log-format.ts";

/** Columns that `Search-UnifiedAuditLog` returns and the Purview portal's download does not have. */
const searchColumns = ["ResultIndex", "ResultCount", "ObjectState", "IsValid"];

/** Unified audit records: as the Management Activity API gives them, or inside the `AuditData` of a search. */
export const activityFormats: readonly LogFormat[] = [
  {
    table: "activity",
    source: "management-activity",
    matches: (record) =>
      hasAll(record, ["CreationTime", "RecordType"]) && hasAny(record, ["Workload", "Operation", "OrganizationId"]),
  },
  {
    table: "activity",
    source: (record) =>
      hasAny(record, searchColumns) || isRecord(record["AuditData"]) ? "audit-search" : "purview-csv",
    inside: "AuditData",
    matches: (record) => typeof record["AuditData"] === "string" || isRecord(record["AuditData"]),
  },
];
