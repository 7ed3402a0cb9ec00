import { isRecord, type JsonRecord, nonEmptyText } from "../../base/json-record.ts";
import type { TableName } from "../../protocol/tables.ts";
import { tables } from "../schema/all-tables.ts";
import { apiNameOf } from "../schema/column.ts";
import { withConditionNames } from "./conditional-access-conditions.ts";
import { typedValue } from "./typed-value.ts";

const kindByCategory: ReadonlyMap<string, string> = new Map([
  ["signinlogs", "interactiveUser"],
  ["noninteractiveusersigninlogs", "nonInteractiveUser"],
  ["serviceprincipalsigninlogs", "servicePrincipal"],
  ["managedidentitysigninlogs", "managedIdentity"],
]);

/** `signInEventTypes` of a sign-in, from the category or table it was exported in. */
export function eventTypesOfCategory(category: unknown): JsonRecord {
  const kind =
    typeof category === "string" ? kindByCategory.get(category.toLowerCase().replace(/^aad/, "")) : undefined;
  return kind === undefined ? {} : { signInEventTypes: [kind] };
}

/** The `properties` of an Azure Monitor record with Graph's values; the envelope fills in what they lack. */
export function fromDiagnostic(table: TableName, record: JsonRecord): JsonRecord {
  const properties = withoutNullText(record["properties"]);
  const given = isRecord(properties) ? properties : {};
  const shaped: Record<string, unknown> = { ...fallbacks(table, record), ...given };
  const { eventTime } = tables[table];
  if (nonEmptyText(shaped[eventTime]) === undefined) shaped[eventTime] = record["time"];
  for (const column of tables[table].columns) {
    const name = apiNameOf(column);
    if (name in shaped) shaped[name] = typedValue(shaped[name], column.type);
  }
  return table === "signins" ? { ...shaped, ...signInWords(shaped) } : shaped;
}

/** What exports of sign-ins write in other words than Graph: condition masks, and `Member` for `member`. */
export function signInWords(shaped: JsonRecord): JsonRecord {
  const { userType, appliedConditionalAccessPolicies } = shaped;
  return {
    ...(Array.isArray(appliedConditionalAccessPolicies)
      ? { appliedConditionalAccessPolicies: withConditionNames(appliedConditionalAccessPolicies) }
      : {}),
    ...(typeof userType === "string" ? { userType: userType.charAt(0).toLowerCase() + userType.slice(1) } : {}),
  };
}

function fallbacks(table: TableName, record: JsonRecord): JsonRecord {
  const correlationId = nonEmptyText(record["correlationId"]);
  const shared = correlationId === undefined ? {} : { correlationId };
  if (table === "signins") {
    const ipAddress = nonEmptyText(withoutNullText(record["callerIpAddress"]));
    return {
      ...shared,
      ...eventTypesOfCategory(record["category"]),
      ...statusOf(record["resultType"], record["resultDescription"]),
      ...(ipAddress === undefined ? {} : { ipAddress }),
    };
  }
  if (table === "audits" && typeof record["operationName"] === "string")
    return { ...shared, activityDisplayName: record["operationName"] };
  return table === "audits" ? shared : {};
}

/** `status` of a sign-in whose export has only the error code as text. */
export function statusOf(resultType: unknown, resultDescription: unknown): JsonRecord {
  const errorCode = typedValue(resultType, "integer");
  if (typeof errorCode !== "number") return {};
  const failureReason = nonEmptyText(resultDescription);
  return { status: { errorCode, ...(failureReason === undefined ? {} : { failureReason }) } };
}

// Exports write the text `<null>` where a value is missing; no real record nests deeper than this.
const deepest = 64;

function withoutNullText(value: unknown, depth = 0): unknown {
  if (value === "<null>") return null;
  if (depth === deepest) return value;
  if (Array.isArray(value)) return value.map((member) => withoutNullText(member, depth + 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutNullText(member, depth + 1)]));
}
