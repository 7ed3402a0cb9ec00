import type { TableName } from "../../protocol/tables.ts";
import { interruptCodes } from "../schema/error-codes.ts";
import { recordTypeNames } from "../schema/record-types.ts";
import { sqlText } from "./quoted-sql.ts";

/**
 * DuckDB expressions of the derived columns by name, over `j`: the record in Microsoft's own names and types. Kinds
 * follow Graph's `signInEventTypes`; for records without it (v1.0, old exports) the kind follows from who signed in.
 */
export const derivedColumnSql: Readonly<Partial<Record<TableName, Readonly<Record<string, string>>>>> = {
  signins: { signInKind: signInKind(), outcome: outcome() },
  riskdetections: { principalKind: principalKind("j.servicePrincipalId", "j.servicePrincipalDisplayName") },
  riskyusers: { principalKind: principalKind("j.servicePrincipalType", "j.appId", "j.displayName") },
  activity: {
    recordTypeName: recordTypeName(),
    ipAddress: ipAddress(),
    sessionId: sessionId(),
    uniqueTokenId: "nullif(j.AppAccessContext.UniqueTokenId, '')",
    Parameters: namedValues("j.Parameters", "Value"),
    ModifiedProperties: namedValues("j.ModifiedProperties", "Name"),
    ExtendedProperties: namedValues("j.ExtendedProperties", "Value"),
  },
};

function signInKind(): string {
  const kinds = ["managedIdentity", "servicePrincipal", "nonInteractiveUser", "interactiveUser"];
  const named = kinds.map((kind) => `WHEN list_contains(j.signInEventTypes, '${kind}') THEN '${kind}'`);
  return `CASE ${named.join(" ")}
    WHEN coalesce(j.managedServiceIdentity.msiType, 'none') <> 'none' THEN 'managedIdentity'
    WHEN coalesce(j.servicePrincipalId, '') <> '' AND coalesce(j.userId, '') = '' THEN 'servicePrincipal'
    WHEN NOT j.isInteractive THEN 'nonInteractiveUser'
    WHEN j.isInteractive THEN 'interactiveUser' END`;
}

/** A record that has something of a service principal, and no user's name, is a service principal's. */
function principalKind(...marks: readonly string[]): string {
  const marked = marks.map((mark) => `nullif(${mark}, '')`).join(", ");
  return `CASE WHEN coalesce(j.userPrincipalName, '') = '' AND coalesce(${marked}) IS NOT NULL THEN 'servicePrincipal'
    ELSE 'user' END`;
}

function outcome(): string {
  return `CASE WHEN j.status.errorCode = 0 THEN 'success'
    WHEN j.status.errorCode IN (${interruptCodes.join(", ")}) THEN 'interrupted'
    WHEN j.status.errorCode IS NOT NULL THEN 'failure' END`;
}

function recordTypeName(): string {
  const names = [...recordTypeNames].map(([number, name]) => `WHEN ${number} THEN ${sqlText(name)}`);
  return `CASE j.RecordType ${names.join(" ")} END`;
}

function ipAddress(): string {
  const written = ["ClientIP", "ClientIPAddress", "ActorIpAddress"].map(
    (name) => `nullif(nullif(trim(j.${name}), ''), '<null>')`,
  );
  const address = `coalesce(${written.join(", ")})`;
  return `CASE WHEN starts_with(${address}, '[') THEN nullif(regexp_extract(${address}, '^\\[([^\\]]+)\\]', 1), '')
    WHEN regexp_full_match(${address}, '[0-9.]+:[0-9]+') THEN split_part(${address}, ':', 1)
    ELSE ${address} END`;
}

function sessionId(): string {
  return `coalesce(nullif(j.SessionId, ''), nullif(j.AppAccessContext.AADSessionId, ''),
    nullif(list_filter(j.DeviceProperties, lambda p: p.Name = 'SessionId')[1].Value, ''))`;
}

/** Keeps a list of objects. Elements that are texts, and a text alone, become the `lone` member of an object. */
function namedValues(value: string, lone: "Name" | "Value"): string {
  const text = `(${value} ->> '$')`;
  const list = `CASE json_type(${value}) WHEN 'ARRAY' THEN ${value}
      WHEN 'VARCHAR' THEN CASE WHEN starts_with(${text}, '[') AND json_valid(${text}) THEN CAST(${text} AS JSON)
        WHEN ${text} <> '' THEN json_array(${text}) END
      WHEN 'OBJECT' THEN json_array(${value}) END`;
  const member = `CASE json_type(m) WHEN 'OBJECT' THEN m ELSE CAST(json_object('${lone}', m ->> '$') AS JSON) END`;
  return `CASE WHEN ${value} IS NOT NULL THEN
    CAST(to_json(list_transform(CAST(${list} AS JSON[]), lambda m: ${member})) AS VARCHAR) END`;
}
