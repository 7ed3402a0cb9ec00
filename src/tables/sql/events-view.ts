import type { TableName } from "../../protocol/tables.ts";
import { tableNames } from "../../protocol/tables.ts";
import { tables } from "../schema/all-tables.ts";
import { type Column, derivedColumn } from "../schema/column.ts";
import { dayColumn } from "../schema/common-columns.ts";
import { type SqlDialect, sqlName, sqlText } from "./quoted-sql.ts";

/** The columns of the `events` view, in order. */
export const eventsColumns: readonly Column[] = [
  derivedColumn("time", "timestamp", "When it happened."),
  derivedColumn("actor", "varchar", "Who did it: a user, an application or a service principal."),
  derivedColumn("ipAddress", "varchar", "Address it was done from."),
  derivedColumn("sessionId", "varchar", "Session it was done in."),
  derivedColumn("uniqueTokenId", "varchar", "Token it was done with."),
  derivedColumn("appId", "varchar", "Application it was done with."),
  derivedColumn("operation", "varchar", "What was done."),
  derivedColumn("outcome", "varchar", "How it ended, in the words of its table."),
  derivedColumn("target", "varchar", "What it was done to."),
  derivedColumn("table", "varchar", "Table that holds the record."),
  derivedColumn("key", "varchar", "Key of the record in that table."),
  derivedColumn("tenantId", "varchar", "Tenant of the record."),
  dayColumn,
];

/** The columns of the `events` view beside `table`, `key`, `tenantId` and `dt`, as expressions over one table. */
interface EventColumns {
  readonly actor: string;
  readonly ipAddress?: string;
  readonly sessionId?: string;
  readonly uniqueTokenId?: string;
  readonly appId?: string;
  readonly operation: string;
  readonly outcome: string;
  readonly target: string;
}

/** A SELECT of one line per event of all tables, in order of the tables, not of time. */
export function eventsSql(dialect: SqlDialect): string {
  return tableNames.map((name) => eventsOf(name, dialect)).join("\nUNION ALL\n");
}

function eventsOf(name: TableName, dialect: SqlDialect): string {
  const columns = eventColumns(dialect)[name];
  const missing = "CAST(NULL AS varchar)";
  return `SELECT ${tables[name].eventTime} AS time, ${columns.actor} AS actor, ${columns.ipAddress ?? missing} AS ipAddress,
  ${columns.sessionId ?? missing} AS sessionId, ${columns.uniqueTokenId ?? missing} AS uniqueTokenId,
  ${columns.appId ?? missing} AS appId, ${columns.operation} AS operation, ${columns.outcome} AS outcome,
  ${columns.target} AS target, ${sqlText(name)} AS ${sqlName("table")}, ${keySql(name, dialect)} AS ${sqlName("key")},
  tenantId, dt
FROM ${name}`;
}

function eventColumns(dialect: SqlDialect): Readonly<Record<TableName, EventColumns>> {
  const target = dialect === "duckdb" ? "targetResources[1]" : "element_at(targetResources, 1)";
  return {
    signins: {
      actor: firstFilled("userPrincipalName", "servicePrincipalName", "userId", "servicePrincipalId"),
      ipAddress: "ipAddress",
      sessionId: "sessionId",
      uniqueTokenId: "uniqueTokenIdentifier",
      appId: "appId",
      operation: "'Sign-in'",
      outcome: "outcome",
      target: firstFilled("resourceDisplayName", "resourceId"),
    },
    audits: {
      actor: firstFilled(
        "initiatedBy.user.userPrincipalName",
        "initiatedBy.user.displayName",
        "initiatedBy.app.displayName",
        "initiatedBy.user.id",
        "initiatedBy.app.servicePrincipalId",
      ),
      ipAddress: "initiatedBy.user.ipAddress",
      sessionId: "initiatedBy.linkableIdentifiers.sessionId",
      uniqueTokenId: "initiatedBy.linkableIdentifiers.tokenDetails.uniqueTokenIdentifier",
      appId: "initiatedBy.app.appId",
      operation: "activityDisplayName",
      outcome: "result",
      target: firstFilled(`${target}.userPrincipalName`, `${target}.displayName`, `${target}.id`),
    },
    activity: {
      actor: "UserId",
      ipAddress: "ipAddress",
      sessionId: "sessionId",
      uniqueTokenId: "uniqueTokenId",
      appId: firstFilled("AppAccessContext.ClientAppId", "ClientAppId", "AppId", "ApplicationId"),
      operation: "Operation",
      outcome: activityOutcome,
      target: firstFilled("ObjectId", "MailboxOwnerUPN"),
    },
    provisioning: {
      actor: firstFilled("initiatedBy.displayName", "initiatedBy.id"),
      appId: "servicePrincipal.id",
      operation: "provisioningAction",
      outcome: "provisioningStatusInfo.status",
      target: firstFilled("targetIdentity.displayName", "sourceIdentity.displayName", "targetIdentity.id"),
    },
    riskdetections: {
      actor: firstFilled("userPrincipalName", "servicePrincipalDisplayName", "userId", "servicePrincipalId"),
      ipAddress: "ipAddress",
      appId: "appId",
      operation: "riskEventType",
      outcome: "riskState",
      target: "activity",
    },
    riskyusers: {
      actor: firstFilled("userPrincipalName", "displayName", "id"),
      appId: "appId",
      operation: "riskDetail",
      outcome: "riskState",
      target: "riskLevel",
    },
  };
}

// A log-on's ResultStatus says Success even when it failed (Management Activity API schema), so its operation decides.
const activityOutcome = `CASE WHEN Operation = 'UserLoginFailed' THEN 'failure'
    WHEN lower(ResultStatus) IN ('success', 'succeeded', 'true') THEN 'success'
    WHEN lower(ResultStatus) = 'partiallysucceeded' THEN 'partial'
    WHEN lower(ResultStatus) IN ('failure', 'failed', 'false') THEN 'failure' END`;

/** The key of a row, from the columns of its slice. */
export function keySql(name: TableName, dialect: SqlDialect): string {
  if (name !== "riskyusers") return tables[name].keyColumns[0] ?? "id";
  const time = "riskLastUpdatedDateTime";
  const text =
    dialect === "duckdb" ? `strftime(${time}, '%Y-%m-%dT%H:%M:%S.%g')` : `substr(to_iso8601(${time}), 1, 23)`;
  return `(id || '@' || ${text} || 'Z')`;
}

function firstFilled(...columns: readonly string[]): string {
  return `coalesce(${columns.map((column) => `nullif(${column}, '')`).join(", ")})`;
}
