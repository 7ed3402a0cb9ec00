import type { TableName } from "../tables.ts";

/** What a table is called where a person reads it. */
export const tableTitles: Readonly<Record<TableName, string>> = {
  signins: "Sign-ins",
  audits: "Audits",
  activity: "Office 365 activity",
  provisioning: "Provisioning",
  riskdetections: "Risk detections",
  riskyusers: "Risky users",
};
