import { isRecord, type JsonRecord } from "../../base/json-record.ts";
import type { TableName } from "../../protocol/tables.ts";
import { hasAny, type LogFormat } from "./log-format.ts";

/** Categories of Entra's diagnostic settings, in lower case: blob paths and records differ in it. */
const categories: ReadonlyMap<string, TableName> = new Map([
  ["signinlogs", "signins"],
  ["noninteractiveusersigninlogs", "signins"],
  ["serviceprincipalsigninlogs", "signins"],
  ["managedidentitysigninlogs", "signins"],
  ["auditlogs", "audits"],
  ["provisioninglogs", "provisioning"],
  ["userriskevents", "riskdetections"],
  ["riskyusers", "riskyusers"],
  ["serviceprincipalriskevents", "riskdetections"],
  ["riskyserviceprincipals", "riskyusers"],
]);

/** Tables of Log Analytics, as their column `Type` names them. */
const workspaceTables: ReadonlyMap<string, TableName> = new Map([
  ["SigninLogs", "signins"],
  ["AADNonInteractiveUserSignInLogs", "signins"],
  ["AADServicePrincipalSignInLogs", "signins"],
  ["AADManagedIdentitySignInLogs", "signins"],
  ["AuditLogs", "audits"],
  ["AADProvisioningLogs", "provisioning"],
  ["AADUserRiskEvents", "riskdetections"],
  ["AADRiskyUsers", "riskyusers"],
  ["AADServicePrincipalRiskEvents", "riskdetections"],
  ["AADRiskyServicePrincipals", "riskyusers"],
  ["OfficeActivity", "activity"],
]);

/** True for a record of Azure Monitor's diagnostic settings, of whatever category. */
export function isDiagnostic(record: JsonRecord): boolean {
  return typeof record["category"] === "string" && isRecord(record["properties"]);
}

/** Names of Entra's other tables; any other unknown `Type` was put there by a query that extended the rows. */
const otherEntraTable = /^(?:AAD|ADFS|MicrosoftGraph)/;

/** The table of a Log Analytics row; by its columns when the query left `Type` out or gave it another meaning. */
function workspaceTable(record: JsonRecord): TableName | undefined {
  if (!("TimeGenerated" in record)) return undefined;
  const type = record["Type"];
  const named = typeof type === "string" ? workspaceTables.get(type) : undefined;
  if (named !== undefined) return named;
  if (typeof type === "string" && otherEntraTable.test(type)) return undefined;
  if ("OfficeId" in record) return "activity";
  if (hasAny(record, ["AADOperationType", "ActivityDisplayName"])) return "audits";
  if (hasAny(record, ["ProvisioningSteps", "ProvisioningAction", "ProvisioningStatusInfo"])) return "provisioning";
  if ("RiskEventType" in record) return "riskdetections";
  if ("RiskLastUpdatedDateTime" in record) return "riskyusers";
  if (hasAny(record, ["ConditionalAccessStatus", "ServicePrincipalCredentialKeyId"])) return "signins";
  return undefined;
}

const tables: readonly TableName[] = ["signins", "audits", "activity", "provisioning", "riskdetections", "riskyusers"];

/** Records of diagnostic settings (storage accounts, event hubs) and rows of Log Analytics. */
export const azureFormats: readonly LogFormat[] = tables.flatMap((table): LogFormat[] => [
  {
    table,
    source: "diagnostic",
    matches: (record) => isDiagnostic(record) && categories.get(String(record["category"]).toLowerCase()) === table,
  },
  { table, source: "log-analytics", matches: (record) => workspaceTable(record) === table },
]);
