import { dayOfInstant } from "../../protocol/log-day.ts";
import type { QueryRequest, ScanEstimate } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import { heldDaysOf } from "../../protocol/relative-days.ts";
import { estimateOf } from "../estimate-scan.ts";
import { heldDays } from "../held-days.ts";
import { type AskedLake, type LakeQuestion, lakeQuestion } from "../lake-question.ts";
import { concreteValues, statementParameters } from "../statement-parameters.ts";
import { type KnownStatement, knownStatement } from "./known-statement.ts";

/** A statement with its values, and what is known of it before it runs. */
export interface PreparedStatement {
  readonly known: KnownStatement;
  /** Every day as `YYYY-MM-DD`. */
  readonly values: Readonly<Record<string, ParameterValue>>;
  /** Trino's names of the parameters' types. */
  readonly types: Readonly<Record<string, string>>;
  /** What it asks of the lake; undefined without one. */
  readonly question: LakeQuestion | undefined;
  readonly estimate: ScanEstimate;
}

/**
 * Reads a statement and its values; nothing is asked of AWS.
 * @param lake what is held and what of it was read; undefined for a database of other tables, of which neither is known.
 * @param nowMs milliseconds since 1970.
 * @throws TenantTrailError as `knownStatement`; `bad-argument` for a value that does not fit.
 */
export function preparedStatement(
  request: QueryRequest,
  lake: AskedLake | undefined,
  database: string,
  nowMs: number,
): PreparedStatement {
  const parameters = statementParameters(request);
  const { types } = parameters;
  const known = knownStatement(request.sql, types, lake && database);
  const values = concreteValues(parameters, () =>
    lake === undefined
      ? heldDaysOf(new Set(), dayOfInstant(nowMs))
      : heldDays(known.asks.tables, lake.slices, lake.nowMs),
  );
  const question = lake && lakeQuestion(known.asks, values, lake);
  const { foreign } = known;
  const scanned = question === undefined ? { bytes: 0, days: 0 } : estimateOf(question);
  const estimate = foreign.length === 0 ? scanned : { days: scanned.days, unknownTables: foreign };
  return { known, values, types, question, estimate };
}
