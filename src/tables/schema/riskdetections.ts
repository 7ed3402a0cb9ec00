import { type Column, column } from "./column.ts";
import { signInLocation } from "./signins-types.ts";
import type { Table } from "./table.ts";

// `source` is our common column, so Microsoft's is held under another name.
const detectionSource: Column = {
  name: "detectionSource",
  apiName: "source",
  type: "varchar",
  description: "Product that found the risk (Microsoft's `source`), for example IdentityProtection.",
};

/** Graph's riskDetection in v1.0 and beta. */
export const riskdetections: Table = {
  name: "riskdetections",
  title: "Risk detections",
  description: "A reason for which Entra ID Protection distrusts a sign-in or a user.",
  keyColumns: ["id"],
  eventTime: "activityDateTime",
  versionTime: "lastUpdatedDateTime",
  columns: [
    column("id", "varchar", "Id of the detection."),
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
