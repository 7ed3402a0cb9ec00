import { t } from "../../base/translated.ts";
import type { SourceId } from "../../protocol/collector.ts";
import type { TableName } from "../../protocol/tables.ts";

/** What a source is called where a person reads it, and the table that its rows enter. */
interface SourceTitle {
  readonly table: TableName;
  /** Beside the table's title, which it does not repeat. */
  readonly title: string;
}

export const sourceTitles: Readonly<Record<SourceId, SourceTitle>> = {
  "signIns.interactiveUser": { table: "signins", title: t("by people") },
  "signIns.nonInteractiveUser": { table: "signins", title: t("by applications for people") },
  "signIns.servicePrincipal": { table: "signins", title: t("by service principals") },
  "signIns.managedIdentity": { table: "signins", title: t("by managed identities") },
  "signIns.v1.0": { table: "signins", title: t("by people (v1.0)") },
  "signIns.risky": { table: "signins", title: t("risky ones, older than the others reach") },
  directoryAudits: { table: "audits", title: t("audits") },
  provisioning: { table: "provisioning", title: t("provisioning") },
  riskDetections: { table: "riskdetections", title: t("risk detections") },
  riskyUsers: { table: "riskyusers", title: t("risky users") },
  servicePrincipalRiskDetections: { table: "riskdetections", title: t("risk detections of service principals") },
  riskyServicePrincipals: { table: "riskyusers", title: t("risky service principals") },
  "Audit.AzureActiveDirectory": { table: "activity", title: t("Entra ID") },
  "Audit.Exchange": { table: "activity", title: t("Exchange") },
  "Audit.SharePoint": { table: "activity", title: t("SharePoint and OneDrive") },
  "Audit.General": { table: "activity", title: t("other workloads") },
  "DLP.All": { table: "activity", title: t("data loss prevention") },
  auditLogQuery: { table: "activity", title: t("audit search") },
};
