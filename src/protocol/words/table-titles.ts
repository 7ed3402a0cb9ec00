import { t } from "../../base/translated.ts";
import type { TableName } from "../tables.ts";

/** What a table is called where a person reads it. */
export const tableTitles: Readonly<Record<TableName, string>> = {
  signins: t("Sign-ins"),
  audits: t("Audits"),
  activity: t("Office 365 activity"),
  provisioning: t("Provisioning"),
  riskdetections: t("Risk detections"),
  riskyusers: t("Risky users"),
};
