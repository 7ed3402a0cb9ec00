import type { JsonRecord } from "../../base/json-record.ts";
import { isDiagnostic } from "./azure-formats.ts";
import { hasAll, hasAny } from "./log-format.ts";

/** Things that come in the same folders as logs, with what to say of them. */
const known: readonly { matches(record: JsonRecord): boolean; words(record: JsonRecord): string }[] = [
  {
    matches: (record) => hasAll(record, ["Request ID", "Authentication method"]),
    words: () =>
      "is a step of an authentication (…_AuthDetails), not an event; the sign-ins are in the file of the same name without _AuthDetails",
  },
  {
    matches: isDiagnostic,
    words: (record) => `is of the category ${quoted(record["category"])}, which no table holds`,
  },
  {
    matches: (record) => "TimeGenerated" in record && typeof record["Type"] === "string",
    words: (record) => `is of the Log Analytics table ${quoted(record["Type"])}, which no table holds`,
  },
  {
    matches: (record) =>
      "riskLastUpdatedDateTime" in record || ("riskEventType" in record && "servicePrincipalId" in record),
    words: () => "is a risk of an application; the tables hold risks of users",
  },
  {
    matches: (record) => "error" in record && Object.keys(record).length <= 3,
    words: () => "is an error message of the service, not an event",
  },
  {
    matches: (record) => hasAny(record, ["CreatedDateTime", "ActivityDateTime"]) && "AdditionalProperties" in record,
    words: () =>
      "is a PowerShell object with renamed properties; export with Invoke-MgGraphRequest or as JSON from the portal",
  },
];

/** Why a JSON object is no record of a known log. */
export function whyNotAnEvent(record: JsonRecord): string {
  const found = known.find((candidate) => candidate.matches(record));
  if (found !== undefined) return found.words(record);
  const keys = Object.keys(record).slice(0, 5).map(quoted);
  return keys.length === 0 ? "has no properties" : `is of no known log; it has ${keys.join(", ")}`;
}

/** A short text from a file, for a message. */
function quoted(value: unknown): string {
  const text = String(value).replace(/\p{C}/gu, " ");
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
