import { column, derivedColumn, list, struct } from "./column.ts";
import type { Table } from "./table.ts";

const riskActivity = struct({ detail: "varchar", riskEventTypes: list("varchar"), eventTypes: list("varchar") });

/**
 * Graph's riskyUser and riskyServicePrincipal, kept once for every state that was seen, and the items of their history,
 * each of which is a state that was replaced (Graph reference: riskyUser, riskyUserHistoryItem, riskyServicePrincipal and
 * riskyServicePrincipalHistoryItem, Properties).
 */
export const riskyusers: Table = {
  name: "riskyusers",
  title: "Risky users",
  description:
    "A state of a user or service principal that Entra ID Protection holds to be risky; a new row for every change.",
  keyColumns: ["id", "riskLastUpdatedDateTime"],
  eventTime: "riskLastUpdatedDateTime",
  versionTime: "riskLastUpdatedDateTime",
  currentSource: "graph-v1.0",
  columns: [
    column("id", "varchar", "Object id of the user or service principal."),
    derivedColumn("principalKind", "varchar", "What is risky: user or servicePrincipal."),
    column("riskLastUpdatedDateTime", "timestamp", "When the risk last changed."),
    column("userPrincipalName", "varchar", "Sign-in name of the user."),
    column("userDisplayName", "varchar", "Display name of the user."),
    column("displayName", "varchar", "Display name of the service principal; null for a user."),
    column("appId", "varchar", "Application (client) id of the service principal."),
    column("servicePrincipalType", "varchar", "Application, ManagedIdentity or SocialIdp."),
    column("riskLevel", "varchar", "low, medium, high or none."),
    column("riskState", "varchar", "What became of the risk, for example atRisk or confirmedCompromised."),
    column("riskDetail", "varchar", "Why the state is what it is."),
    column("initiatedBy", "varchar", "Id of who brought the state about; only in states from the history."),
    column("activity", riskActivity, "What brought the state about; only in states from the history."),
    column("isDeleted", "boolean", "True when the user has been deleted."),
    column("isGuest", "boolean", "True when the user is a guest (beta)."),
    column("isEnabled", "boolean", "True when the service principal may sign in (v1.0)."),
    column("accountEnabled", "boolean", "True when the service principal may sign in (beta)."),
    column("isProcessing", "boolean", "True while Microsoft is still working the risk out."),
    column("history", "json", "Earlier states, when they were asked for along with the user."),
  ],
};
