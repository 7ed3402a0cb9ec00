import { isRecord, type JsonRecord } from "../../base/json-record.ts";
import type { Source } from "../../protocol/tables.ts";
import { hasAny, type LogFormat, type RecordContext } from "./log-format.ts";

/** Properties that only a sign-in has. */
const signInMarks = [
  "signInEventTypes",
  "conditionalAccessStatus",
  "isInteractive",
  "clientAppUsed",
  "appliedConditionalAccessPolicies",
  "riskLevelDuringSignIn",
];

/** Properties that, with `createdDateTime`, tell a sign-in from the users and applications that have one too. */
const signInHints = ["ipAddress", "deviceDetail", "resourceDisplayName"];

/**
 * Properties that only Graph beta returns, so that a record with one was not read through v1.0 (msgraph-metadata,
 * v1.0-Prod.csdl of August 2026).
 */
const betaOnly: Readonly<
  Record<"signins" | "audits" | "provisioning" | "riskdetections" | "riskyusers", readonly string[]>
> = {
  signins: [
    "signInEventTypes",
    "authenticationRequirement",
    "authenticationDetails",
    "uniqueTokenIdentifier",
    "authenticationProtocol",
    "tokenIssuerType",
    "sessionId",
    "userType",
    "crossTenantAccessType",
    "autonomousSystemNumber",
    "processingTimeInMilliseconds",
    "networkLocationDetails",
    "originalRequestId",
    "servicePrincipalCredentialKeyId",
  ],
  audits: ["userAgent", "performedBy"],
  provisioning: ["action", "statusInfo"],
  riskdetections: ["riskType", "mitreTechniqueId"],
  riskyusers: ["isGuest", "accountEnabled"],
};

function graphSource(table: keyof typeof betaOnly): (record: JsonRecord, context: RecordContext) => Source {
  return (record, context) => {
    if (context.odataContext?.includes("/v1.0/")) return "graph-v1.0";
    if (context.odataContext?.includes("/beta/")) return "graph-beta";
    if (!hasAny(record, betaOnly[table])) return "graph-v1.0";
    return context.inArray ? "portal-json" : "graph-beta";
  };
}

/** Objects of Microsoft Graph, and the portal's JSON downloads, which have the same shape. */
export const graphFormats: readonly LogFormat[] = [
  {
    table: "signins",
    source: graphSource("signins"),
    matches: (record) => hasAny(record, signInMarks) || ("createdDateTime" in record && hasAny(record, signInHints)),
  },
  {
    table: "audits",
    source: graphSource("audits"),
    matches: (record) =>
      "activityDisplayName" in record && hasAny(record, ["activityDateTime", "initiatedBy", "targetResources"]),
  },
  {
    table: "provisioning",
    source: graphSource("provisioning"),
    matches: (record) => hasAny(record, ["provisioningAction", "provisioningSteps", "provisioningStatusInfo"]),
  },
  {
    table: "riskdetections",
    source: graphSource("riskdetections"),
    matches: (record) =>
      "riskEventType" in record && hasAny(record, ["detectedDateTime", "activityDateTime", "detectionTimingType"]),
  },
  {
    table: "riskyusers",
    source: graphSource("riskyusers"),
    matches: (record) => "riskLastUpdatedDateTime" in record && hasAny(record, ["riskState", "riskLevel"]),
  },
  {
    table: "activity",
    source: "audit-search",
    inside: "auditData",
    matches: (record) => isRecord(record["auditData"]),
  },
];
