import type { SourceId } from "../../protocol/collector.ts";
import type { TableName } from "../../protocol/tables.ts";

/** What a source is called where a person reads it, and the table that its rows enter. */
interface SourceTitle {
  readonly table: TableName;
  /** Beside the table's title, which it does not repeat. */
  readonly title: string;
}

export const sourceTitles: Readonly<Record<SourceId, SourceTitle>> = {
  "signIns.interactiveUser": { table: "signins", title: "by people" },
  "signIns.nonInteractiveUser": { table: "signins", title: "by applications for people" },
  "signIns.servicePrincipal": { table: "signins", title: "by service principals" },
  "signIns.managedIdentity": { table: "signins", title: "by managed identities" },
  "signIns.v1.0": { table: "signins", title: "by people (v1.0)" },
  "signIns.risky": { table: "signins", title: "risky ones, older than the others reach" },
  directoryAudits: { table: "audits", title: "audits" },
  provisioning: { table: "provisioning", title: "provisioning" },
  riskDetections: { table: "riskdetections", title: "risk detections" },
  riskyUsers: { table: "riskyusers", title: "risky users" },
  servicePrincipalRiskDetections: { table: "riskdetections", title: "risk detections of service principals" },
  riskyServicePrincipals: { table: "riskyusers", title: "risky service principals" },
  "Audit.AzureActiveDirectory": { table: "activity", title: "Entra ID" },
  "Audit.Exchange": { table: "activity", title: "Exchange" },
  "Audit.SharePoint": { table: "activity", title: "SharePoint and OneDrive" },
  "Audit.General": { table: "activity", title: "other workloads" },
  "DLP.All": { table: "activity", title: "data loss prevention" },
  auditLogQuery: { table: "activity", title: "audit search" },
};
