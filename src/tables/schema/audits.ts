import { column, list, struct } from "./column.ts";
import { keyValue } from "./signins-types.ts";
import type { Table } from "./table.ts";

const initiatedBy = struct({
  user: struct({
    id: "varchar",
    displayName: "varchar",
    userPrincipalName: "varchar",
    ipAddress: "varchar",
    userType: "varchar",
    homeTenantId: "varchar",
    homeTenantName: "varchar",
    roles: "json",
  }),
  app: struct({
    appId: "varchar",
    displayName: "varchar",
    servicePrincipalId: "varchar",
    servicePrincipalName: "varchar",
  }),
  linkableIdentifiers: struct({
    sessionId: "varchar",
    deviceId: "varchar",
    tokenDetails: struct({ issuedAtDateTime: "timestamp", uniqueTokenIdentifier: "varchar" }),
  }),
});

/** A change as `oldValue` and `newValue`: texts that mostly hold JSON. */
export const modifiedProperty = struct({ displayName: "varchar", oldValue: "varchar", newValue: "varchar" });

const targetResource = struct({
  id: "varchar",
  displayName: "varchar",
  type: "varchar",
  userPrincipalName: "varchar",
  groupType: "varchar",
  modifiedProperties: list(modifiedProperty),
});

/** Graph's directoryAudit in v1.0 and beta. */
export const audits: Table = {
  name: "audits",
  title: "Audits",
  description: "A change in the directory: who did what to which user, group, application, role or policy.",
  keyColumns: ["id"],
  eventTime: "activityDateTime",
  columns: [
    column("id", "varchar", "Id of the audit; rows from a portal CSV have a hash with `csv-` before it."),
    column("activityDateTime", "timestamp", "When the activity was carried out."),
    column("activityDisplayName", "varchar", "Name of the activity; mind en dashes and trailing blanks."),
    column("category", "varchar", "Area of the directory, for example UserManagement."),
    column("operationType", "varchar", "Add, Update, Delete, Assign and the like."),
    column("result", "varchar", "success, failure or timeout."),
    column("resultReason", "varchar", "Why it failed, or more on what was done."),
    column("initiatedBy", initiatedBy, "The user or the application that acted."),
    column("targetResources", list(targetResource), "What was acted on, with the properties that changed."),
    column("additionalDetails", list(keyValue), "More facts as pairs, for example User-Agent."),
    column("loggedByService", "varchar", "Service that wrote the audit, for example Core Directory or PIM."),
    column("correlationId", "varchar", "Ties together the audits of one action."),
    column("userAgent", "varchar", "User agent of the actor; often absent."),
    column(
      "performedBy",
      struct({ appId: "varchar", blueprintId: "varchar", identityType: "varchar" }),
      "AI agent that carried the activity out.",
    ),
  ],
};
