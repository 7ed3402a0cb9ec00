import type { JsonValue } from "../../../../src/protocol/query.ts";
import type { ParameterValue } from "../../../../src/protocol/query-parameters.ts";
import type { LogRecord } from "../query-lake.ts";

/** An instant of the case's own days: `at("10:00")` on the first, `at("10:00:30", 2)` two days later. */
export type At = (clock: string, day?: number) => string;

/** Records of which a saved query must find some and leave out the others. */
export interface QueryCase {
  /** Path of the query below `sql/`, without the extension. */
  readonly query: string;
  /** What the records are, in a few words. */
  readonly title: string;
  /** Values for other than the defaults. */
  readonly params?: Readonly<Record<string, ParameterValue>>;
  readonly records: (at: At) => readonly LogRecord[];
  /** The columns that are compared. */
  readonly columns: readonly string[];
  /** All rows that the query must give, in any order. */
  readonly rows: readonly (readonly JsonValue[])[];
}
