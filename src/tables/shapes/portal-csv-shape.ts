import type { JsonRecord } from "../../base/json-record.ts";
import type { TableName } from "../../protocol/tables.ts";
import { auditFromPortalCsv } from "./portal-csv-audits.ts";
import { riskFromPortalCsv } from "./portal-csv-risk.ts";
import { signInFromPortalCsv } from "./portal-csv-signins.ts";

/** A row of a portal download: headers (trimmed, blanks collapsed, a repeated one with ` (2)`) to cell texts. */
export function fromPortalCsv(table: TableName, row: JsonRecord): JsonRecord {
  if (table === "signins") return signInFromPortalCsv(row);
  return table === "audits" ? auditFromPortalCsv(row) : riskFromPortalCsv(table, row);
}
