import { column } from "./column.ts";
import type { Table } from "./table.ts";

/** Graph's riskyUser, kept once for every state that was seen. */
export const riskyusers: Table = {
  name: "riskyusers",
  title: "Risky users",
  description: "A state of a user that Entra ID Protection holds to be risky; a new row for every change.",
  keyColumns: ["id", "riskLastUpdatedDateTime"],
  eventTime: "riskLastUpdatedDateTime",
  versionTime: "riskLastUpdatedDateTime",
  columns: [
    column("id", "varchar", "Object id of the user."),
    column("riskLastUpdatedDateTime", "timestamp", "When the user's risk last changed."),
    column("userPrincipalName", "varchar", "Sign-in name of the user."),
    column("userDisplayName", "varchar", "Display name of the user."),
    column("riskLevel", "varchar", "low, medium, high or none."),
    column("riskState", "varchar", "What became of the risk, for example atRisk or confirmedCompromised."),
    column("riskDetail", "varchar", "Why the state is what it is."),
    column("isDeleted", "boolean", "True when the user has been deleted."),
    column("isProcessing", "boolean", "True while Microsoft is still working the risk out."),
    column("history", "json", "Earlier states, when they were asked for along with the user."),
  ],
};
