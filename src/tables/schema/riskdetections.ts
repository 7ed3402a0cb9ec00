import { type Column, column, derivedColumn, list } from "./column.ts";
import { signInLocation } from "./signins-types.ts";
import type { Table } from "./table.ts";

// `source` is our common column, so Microsoft's is held under another name.
const detectionSource: Column = {
  name: "detectionSource",
  apiName: "source",
  type: "varchar",
  description: "Product that found the risk (Microsoft's `source`), for example IdentityProtection.",
};

/**
 * Graph's riskDetection in v1.0 and beta, and servicePrincipalRiskDetection, which has the same identity, times and
 * risk, and a service principal in place of a user (Graph reference, servicePrincipalRiskDetection, Properties).
 */
export const riskdetections: Table = {
  name: "riskdetections",
  title: "Risk detections",
  description: "A reason for which Entra ID Protection distrusts a sign-in, a user or a service principal.",
  keyColumns: ["id"],
  eventTime: "activityDateTime",
  versionTime: "lastUpdatedDateTime",
  columns: [
    column("id", "varchar", "Id of the detection."),
    derivedColumn("principalKind", "varchar", "Whose risk it is: user or servicePrincipal."),
    column("activityDateTime", "timestamp", "When the risky activity took place."),
    column("detectedDateTime", "timestamp", "When the risk was found."),
    column("lastUpdatedDateTime", "timestamp", "When the detection last changed."),
    column("riskEventType", "varchar", "Kind of risk, for example anonymizedIPAddress; generic without a P2 licence."),
    column("riskType", "varchar", "Kind of risk, in the retired form."),
    column("riskLevel", "varchar", "low, medium, high; hidden without a P2 licence."),
    column("riskState", "varchar", "What became of the risk, for example atRisk or dismissed."),
    column("riskDetail", "varchar", "Why the state is what it is."),
    column("activity", "varchar", "What the risk lies on: signin, user or servicePrincipal."),
    column("detectionTimingType", "varchar", "realtime, nearRealtime or offline."),
    column("userPrincipalName", "varchar", "Sign-in name of the user."),
    column("userDisplayName", "varchar", "Display name of the user."),
    column("userId", "varchar", "Object id of the user."),
    column("servicePrincipalId", "varchar", "Object id of the service principal; null for a user."),
    column("servicePrincipalDisplayName", "varchar", "Display name of the service principal."),
    column("appId", "varchar", "Application (client) id of the service principal."),
    column("keyIds", list("varchar"), "Credentials of the service principal that the risk lies on."),
    column("ipAddress", "varchar", "Address of the risky activity."),
    column("location", signInLocation, "Place of the address."),
    column("requestId", "varchar", "Id of the sign-in behind it; null when there is none."),
    column("correlationId", "varchar", "Correlation id of the sign-in behind it."),
    column("additionalInfo", "json", "JSON list of Key and Value, for example userAgent."),
    column("mitreTechniqueId", "varchar", "ATT&CK technique, for example T1078.004."),
    detectionSource,
    column("tokenIssuerType", "varchar", "Kind of identity provider."),
  ],
};
