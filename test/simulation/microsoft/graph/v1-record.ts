import type { JsonRecord } from "../../../../src/base/json-record.ts";

/** The properties that v1.0 declares for a sign-in (graph.md §1.1). */
const properties = [
  "id",
  "createdDateTime",
  "appDisplayName",
  "appId",
  "appliedConditionalAccessPolicies",
  "clientAppUsed",
  "conditionalAccessStatus",
  "correlationId",
  "deviceDetail",
  "ipAddress",
  "isInteractive",
  "location",
  "resourceDisplayName",
  "resourceId",
  "riskDetail",
  "riskEventTypes",
  "riskEventTypes_v2",
  "riskLevelAggregated",
  "riskLevelDuringSignIn",
  "riskState",
  "status",
  "userDisplayName",
  "userId",
  "userPrincipalName",
];

/** A sign-in as v1.0 shows it. */
export function v1Record(record: JsonRecord): JsonRecord {
  return Object.fromEntries(properties.filter((name) => name in record).map((name) => [name, record[name]]));
}
