import type { JsonRecord } from "../../base/json-record.ts";
import type { Window } from "../window.ts";

/** How many records an audit search gives at most, and whether it left some out. */
export interface SearchLimit {
  /** Undefined where the search does not say. */
  readonly records: number | undefined;
  /** Undefined where the search does not say. */
  readonly isExceeded: boolean | undefined;
}

/**
 * Of a search that succeeded: it does so although it left records out, and only its own fields say so (Graph reference,
 * auditLogQuery, since September 2026). `approximateReturnedRecordCount` may be higher or lower than the limit either
 * way, so it is not asked.
 */
export function searchLimitOf({ recordCountLimit, isRecordCountLimitExceeded }: JsonRecord): SearchLimit {
  return {
    records: typeof recordCountLimit === "number" && recordCountLimit > 0 ? recordCountLimit : undefined,
    isExceeded: typeof isRecordCountLimitExceeded === "boolean" ? isRecordCountLimitExceeded : undefined,
  };
}

/** Whether a search that gave so many records left some out; full to its limit is taken for that where it does not say. */
export function isCut({ records, isExceeded }: SearchLimit, given: number): boolean {
  return isExceeded ?? (records !== undefined && given >= records);
}

export function limitWords({ records }: SearchLimit): string {
  return `There are more records than ${records === undefined ? "an audit search gives" : `the ${records} that an audit search gives`}.`;
}

/** Of a stretch that is too short to be halved. */
export function tooManyWords({ fromMs, toMs }: Pick<Window, "fromMs" | "toMs">, records: number): string {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  return (
    `Audit search gave ${records} records from ${from} to ${to} and left others out. They are kept, and the stretch stays ` +
    "unread: search it in Microsoft Purview by activity or user, export there and import."
  );
}
