import type { LogSource } from "../../lake/collecting/log-sources.ts";
import { isCovered, type Segment } from "../../lake/ledger/coverage.ts";
import type { StagedRow } from "../../lake/slices/staging.ts";
import type { Source, TableName } from "../../protocol/tables.ts";
import { identifyRecord } from "../../tables/shapes/identify.ts";
import type { FetchedRecord } from "../sources/read-window.ts";
import type { RejectedText } from "./collect-lake.ts";

/** Properties of which a table's records have at least one; Graph has put other objects into a page (collecting.md §4.1). */
const marks: Readonly<Record<TableName, readonly string[]>> = {
  signins: ["createdDateTime"],
  audits: ["activityDisplayName", "initiatedBy", "targetResources"],
  provisioning: ["provisioningAction", "provisioningSteps", "provisioningStatusInfo"],
  riskdetections: ["riskEventType", "detectedDateTime", "detectionTimingType"],
  riskyusers: ["riskLastUpdatedDateTime"],
  activity: ["Operation", "RecordType", "Workload"],
};

/** Where the rows of one answer go. */
export interface RowPlace {
  readonly source: LogSource;
  readonly tenantId: string;
  readonly input: number;
  readonly observedMs: number;
  /** What was covered before this window was read. */
  readonly covered: readonly Segment[];
  /** As `Page.rowSource`. */
  readonly rowSource?: Source | undefined;
}

/** A record as a row of its table, or why it is none. */
export function rowOfRecord(fetched: FetchedRecord, line: number, place: RowPlace): StagedRow | RejectedText {
  const { source, tenantId, input, observedMs, covered } = place;
  const rowSource = place.rowSource ?? source.rowSource;
  const { raw, record, axisMs } = fetched;
  const reject = (reason: string): RejectedText => ({ line, reason, text: raw });
  if (record === undefined) return reject("is not a JSON object");
  if (!marks[source.table].some((name) => name in record)) return reject(`is not one of ${source.table}`);
  const identity = identifyRecord(source.table, rowSource, record);
  if ("rejected" in identity) return reject(identity.rejected);
  const { key, eventTimeMs, timeIsApproximate } = identity;
  return {
    input,
    line,
    table: source.table,
    tenantId,
    key,
    eventTimeMs,
    timeIsApproximate,
    source: rowSource,
    observedMs,
    raw,
    late: place.rowSource === undefined && isCovered(covered, axisMs ?? eventTimeMs),
  };
}
