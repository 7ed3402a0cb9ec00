import { isRecord, type JsonRecord, nonEmptyText } from "../../base/json-record.ts";
import type { TableName } from "../../protocol/tables.ts";
import { tables } from "../schema/all-tables.ts";
import { apiNameOf } from "../schema/column.ts";
import { recordTypeNumber } from "../schema/record-types.ts";
import { eventTypesOfCategory, signInWords, statusOf } from "./diagnostic-shape.ts";
import { typedValue } from "./typed-value.ts";

/** Log Analytics columns that are not called like Graph's; null drops one whose name means something else there. */
const renamed: Readonly<Partial<Record<TableName, Readonly<Record<string, string | null>>>>> = {
  signins: {
    ResourceId: null,
    ResourceIdentity: "resourceId",
    ConditionalAccessPolicies: "appliedConditionalAccessPolicies",
    LocationDetails: "location",
    Location: null,
    ProcessingTimeInMs: "processingTimeInMilliseconds",
  },
  audits: { AADOperationType: "operationType" },
  provisioning: { DurationMs: "durationInMilliseconds", StatusInfo: "provisioningStatusInfo" },
  activity: {
    OfficeId: "Id",
    OfficeWorkload: "Workload",
    OfficeObjectId: "ObjectId",
    Logon_Type: "LogonType",
    Client_IPAddress: "ClientIPAddress",
    SourceSystem: null,
  },
};

const userTypes = [
  "Regular",
  "Reserved",
  "Admin",
  "DcAdmin",
  "System",
  "Application",
  "ServicePrincipal",
  "CustomPolicy",
  "SystemPolicy",
  "PartnerTechnician",
  "Guest",
];

const logonTypes = ["Owner", "Admin", "Delegated", "Transport", "SystemService", "BestAccess", "DelegatedAdmin"];

/** A row of a Log Analytics table (SigninLogs and its kin, AuditLogs, OfficeActivity, ...) in the API's shape. */
export function fromLogAnalytics(table: TableName, record: JsonRecord): JsonRecord {
  const columns = new Map(tables[table].columns.map((column) => [apiNameOf(column).toLowerCase(), column]));
  const names = renamed[table] ?? {};
  const shaped: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) {
    const name = Object.hasOwn(names, key) ? names[key] : key;
    const column = typeof name === "string" ? columns.get(name.toLowerCase()) : undefined;
    if (column !== undefined) shaped[apiNameOf(column)] = typedValue(value, column.type);
  }
  const { eventTime } = tables[table];
  if (nonEmptyText(shaped[eventTime]) === undefined) shaped[eventTime] = record["TimeGenerated"];
  if (table === "signins") completeSignIn(shaped, record);
  if (table === "audits") shaped["activityDisplayName"] ??= record["OperationName"];
  if (table === "activity") numberEnums(shaped);
  return shaped;
}

function completeSignIn(shaped: Record<string, unknown>, record: JsonRecord): void {
  const status = shaped["status"];
  if (!isRecord(status) || status["errorCode"] === undefined)
    Object.assign(shaped, mergedStatus(status, statusOf(record["ResultType"], record["ResultDescription"])));
  const country = nonEmptyText(record["Location"]);
  if (!isRecord(shaped["location"]) && country !== undefined) shaped["location"] = { countryOrRegion: country };
  const isUser = nonEmptyText(shaped["servicePrincipalId"]) === undefined;
  if (isUser && nonEmptyText(shaped["userDisplayName"]) === undefined && nonEmptyText(record["Identity"]) !== undefined)
    shaped["userDisplayName"] = record["Identity"];
  const eventTypes = shaped["signInEventTypes"];
  if (!Array.isArray(eventTypes) || eventTypes.length === 0)
    Object.assign(shaped, eventTypesOfCategory(record["Type"]), eventTypesOfCategory(record["Category"]));
  Object.assign(shaped, signInWords(shaped));
}

function mergedStatus(status: unknown, found: JsonRecord): JsonRecord {
  if (!isRecord(found["status"])) return {};
  return { status: { ...(isRecord(status) ? status : {}), ...found["status"] } };
}

function numberEnums(shaped: Record<string, unknown>): void {
  const recordType = shaped["RecordType"];
  if (typeof recordType === "string") shaped["RecordType"] = recordTypeNumber(recordType) ?? recordType;
  numberMember(shaped, "UserType", userTypes);
  numberMember(shaped, "LogonType", logonTypes);
  numberMember(shaped, "InternalLogonType", logonTypes);
}

function numberMember(shaped: Record<string, unknown>, key: string, members: readonly string[]): void {
  const value = shaped[key];
  if (typeof value !== "string") return;
  const index = members.findIndex((member) => member.toLowerCase() === value.toLowerCase());
  if (index >= 0) shaped[key] = index;
}
