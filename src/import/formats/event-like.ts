import type { JsonRecord } from "../../base/json-record.ts";
import { recognise } from "./recognise-record.ts";

/**
 * Whether an element of an array in a record is a record of a known log itself. No log nests records in arrays, but a
 * record that lost its end does: those behind it become elements of the array it was cut in.
 */
export function isEventLike(element: object): boolean {
  const names = element as JsonRecord;
  // Asking for the times first spares most elements the slower question.
  const hasTime =
    names["createdDateTime"] !== undefined ||
    names["activityDateTime"] !== undefined ||
    names["CreationTime"] !== undefined ||
    names["TimeGenerated"] !== undefined ||
    names["time"] !== undefined ||
    names["riskLastUpdatedDateTime"] !== undefined ||
    names["auditData"] !== undefined ||
    names["AuditData"] !== undefined;
  return hasTime && recognise(names, { inArray: false }) !== undefined;
}
