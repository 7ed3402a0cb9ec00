import type { TableName } from "../../protocol/tables.ts";

/**
 * The columns that say when, who, how it ended, from where and with what. They stand first where a query asks for all
 * columns of a table; the rest follow in their own order.
 */
export const leadingColumns: Readonly<Record<TableName, readonly string[]>> = {
  signins: [
    "createdDateTime",
    "userPrincipalName",
    "outcome",
    "status",
    "ipAddress",
    "appDisplayName",
    "location",
    "resourceDisplayName",
    "clientAppUsed",
    "deviceDetail",
    "signInKind",
    "conditionalAccessStatus",
    "servicePrincipalName",
    "userAgent",
  ],
  audits: [
    "activityDateTime",
    "initiatedBy",
    "result",
    "activityDisplayName",
    "targetResources",
    "category",
    "resultReason",
    "loggedByService",
  ],
  activity: [
    "CreationTime",
    "UserId",
    "ResultStatus",
    "ipAddress",
    "Operation",
    "Workload",
    "ObjectId",
    "recordTypeName",
  ],
  provisioning: [
    "activityDateTime",
    "initiatedBy",
    "provisioningStatusInfo",
    "provisioningAction",
    "sourceIdentity",
    "targetIdentity",
    "servicePrincipal",
    "targetSystem",
  ],
  riskdetections: [
    "activityDateTime",
    "userPrincipalName",
    "riskState",
    "riskLevel",
    "riskEventType",
    "ipAddress",
    "location",
    "servicePrincipalDisplayName",
    "riskDetail",
    "detectedDateTime",
  ],
  riskyusers: [
    "riskLastUpdatedDateTime",
    "userPrincipalName",
    "displayName",
    "riskState",
    "riskLevel",
    "riskDetail",
    "userDisplayName",
    "principalKind",
  ],
};

/** The columns that every table has in front, which say where a row came from and not what happened. */
export const originColumns = [
  "tenantId",
  "source",
  "sourceRef",
  "collectedAt",
  "firstSeenAt",
  "timeIsApproximate",
  "raw",
] as const;
