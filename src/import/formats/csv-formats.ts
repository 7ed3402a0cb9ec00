import type { JsonRecord } from "../../base/json-record.ts";
import { hasAll, hasAny, type LogFormat } from "./log-format.ts";

/** Properties that tell other formats, in which risk has the same names. */
const notPortal = ["TimeGenerated", "CreationTime", "riskEventType", "riskLastUpdatedDateTime"];

/** The headers of risk downloads without blanks, capitals and `(UTC)`; PowerShell's exports have Graph's names. */
function squeezedHeaders(row: JsonRecord): JsonRecord {
  const squeezed = (header: string) => header.toLowerCase().replace(/\(utc\)|[^a-z]/g, "");
  return Object.fromEntries(Object.keys(row).map((header) => [squeezed(header), true]));
}

function isRiskDetection(row: JsonRecord): boolean {
  if (hasAny(row, notPortal)) return false;
  const headers = squeezedHeaders(row);
  const times = ["detectiontime", "detecteddatetime", "detectionlastupdated", "activitytime"];
  return hasAny(headers, ["detectiontype", "riskeventtype"]) && hasAny(headers, times);
}

function isRiskyUser(row: JsonRecord): boolean {
  if (hasAny(row, notPortal)) return false;
  const headers = squeezedHeaders(row);
  const times = ["risklastupdated", "risklastupdateddatetime"];
  return (
    hasAll(headers, ["riskstate"]) && hasAny(headers, times) && !hasAny(headers, ["detectiontype", "riskeventtype"])
  );
}

/** Rows of the portal's CSV downloads as objects of header to text, the headers trimmed (some end in a blank). */
export const csvFormats: readonly LogFormat[] = [
  {
    table: "signins",
    source: "portal-csv",
    matches: (row) => hasAll(row, ["Date (UTC)", "Request ID"]) && hasAny(row, ["Application", "Resource", "Username"]),
  },
  {
    table: "audits",
    source: "portal-csv",
    matches: (row) => hasAll(row, ["Date (UTC)", "CorrelationId", "Activity"]),
  },
  { table: "riskdetections", source: "portal-csv", matches: isRiskDetection },
  { table: "riskyusers", source: "portal-csv", matches: isRiskyUser },
];
