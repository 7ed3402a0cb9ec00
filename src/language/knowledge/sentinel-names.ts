import type { TableName } from "../../protocol/tables.ts";

/**
 * The tables of Microsoft Sentinel and Defender XDR (Azure Monitor's table reference, Defender's schema reference), and
 * ours that hold the same events.
 */
export const sentinelTables: ReadonlyMap<string, string> = new Map([
  ["SigninLogs", "signins_interactive"],
  ["AADNonInteractiveUserSignInLogs", "signins_noninteractive"],
  ["AADServicePrincipalSignInLogs", "signins_serviceprincipal"],
  ["AADManagedIdentitySignInLogs", "signins_managedidentity"],
  ["EntraIdSignInEvents", "signins"],
  ["AADSignInEventsBeta", "signins"],
  ["AuditLogs", "audits"],
  ["OfficeActivity", "activity"],
  ["CloudAppEvents", "activity"],
  ["AADProvisioningLogs", "provisioning"],
  ["AADUserRiskEvents", "riskdetections"],
  ["AADServicePrincipalRiskEvents", "riskdetections"],
  ["AADRiskyUsers", "riskyusers"],
  ["AADRiskyServicePrincipals", "riskyusers"],
]);

type Names = Readonly<Record<string, string>>;

/** Columns of those tables that have another name here, or stand deeper; the others differ by case alone. */
const columns: Readonly<Record<TableName, Names>> = {
  signins: {
    TimeGenerated: "createdDateTime",
    ResultType: "status.errorCode",
    ResultDescription: "status.failureReason",
    Identity: "userDisplayName",
    Location: "location.countryOrRegion",
    LocationDetails: "location",
    ConditionalAccessPolicies: "appliedConditionalAccessPolicies",
    ResourceIdentity: "resourceId",
    ProcessingTimeInMs: "processingTimeInMilliseconds",
    ErrorCode: "status.errorCode",
    AccountUpn: "userPrincipalName",
    AccountObjectId: "userId",
    AccountDisplayName: "userDisplayName",
    Application: "appDisplayName",
    ApplicationId: "appId",
    Timestamp: "createdDateTime",
  },
  audits: {
    TimeGenerated: "activityDateTime",
    OperationName: "activityDisplayName",
    ResultDescription: "resultReason",
    AADOperationType: "operationType",
    Identity: "initiatedBy.user.displayName",
  },
  activity: {
    TimeGenerated: "CreationTime",
    Timestamp: "CreationTime",
    OfficeId: "Id",
    OfficeWorkload: "Workload",
    OfficeObjectId: "ObjectId",
    Logon_Type: "LogonType",
    Client_IPAddress: "ClientIPAddress",
    ActionType: "Operation",
    AccountUpn: "UserId",
  },
  provisioning: {
    TimeGenerated: "activityDateTime",
    DurationMs: "durationInMilliseconds",
    StatusInfo: "provisioningStatusInfo",
    OperationName: "provisioningAction",
  },
  riskdetections: { TimeGenerated: "activityDateTime", OperationName: "riskEventType" },
  riskyusers: { TimeGenerated: "riskLastUpdatedDateTime", OperationName: "riskDetail" },
};

/** Sentinel's names of a table's columns, and ours. */
export function sentinelColumns(table: TableName): readonly (readonly [theirs: string, ours: string])[] {
  return Object.entries(columns[table]);
}

/** Our name of a column that one of some tables has in Sentinel, ignoring case. */
export function sentinelColumn(name: string, inTables: readonly TableName[]): string | undefined {
  for (const table of inTables)
    for (const [theirs, ours] of Object.entries(columns[table]))
      if (theirs.toLowerCase() === name.toLowerCase()) return ours;
  return undefined;
}

/** Our name of one of Sentinel's tables, ignoring case. */
export function sentinelTable(name: string): string | undefined {
  for (const [theirs, ours] of sentinelTables) if (theirs.toLowerCase() === name.toLowerCase()) return ours;
  return undefined;
}
