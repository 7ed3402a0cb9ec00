import type { JsonRecord } from "../../base/json-record.ts";
import type { Source, TableName } from "../../protocol/tables.ts";
import { activityFormats } from "./activity-formats.ts";
import { azureFormats } from "./azure-formats.ts";
import { csvFormats } from "./csv-formats.ts";
import { graphFormats } from "./graph-formats.ts";
import type { LogFormat, RecordContext } from "./log-format.ts";

/** Every shape of log record that is imported. */
export const logFormats: readonly LogFormat[] = [...graphFormats, ...azureFormats, ...activityFormats, ...csvFormats];

/** What a record was recognised as. */
export interface Recognised {
  readonly table: TableName;
  readonly source: Source;
  readonly inside: string | undefined;
}

/** What a record is, by the properties it has; undefined when it is of no known log. */
export function recognise(record: JsonRecord, context: RecordContext): Recognised | undefined {
  const format = logFormats.find((candidate) => candidate.matches(record));
  if (format === undefined) return undefined;
  const source = typeof format.source === "function" ? format.source(record, context) : format.source;
  return { table: format.table, source, inside: format.inside };
}
