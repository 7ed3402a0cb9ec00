import { dayOfInstant } from "../../protocol/log-day.ts";
import type { QueryRequest, ScanEstimate } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import { heldDaysOf } from "../../protocol/relative-days.ts";
import { estimateOf } from "../estimate-scan.ts";
import { heldDays } from "../held-days.ts";
import { type AskedLake, type LakeQuestion, type LookAtLake, lakeQuestion } from "../lake-question.ts";
import { baseTablesOf } from "../lake-schema.ts";
import { concreteValues, statementParameters } from "../statement-parameters.ts";
import { type KnownStatement, knownStatement } from "./known-statement.ts";

/** A statement with its values, and what is known of it before it runs. */
export interface PreparedStatement {
  readonly known: KnownStatement;
  /** Every day as `YYYY-MM-DD`. */
  readonly values: Readonly<Record<string, ParameterValue>>;
  /** Trino's names of the parameters' types. */
  readonly types: Readonly<Record<string, string>>;
  /** The lake as it was looked at; undefined without one. */
  readonly lake: AskedLake | undefined;
  /** What it asks of the lake; undefined without one. */
  readonly question: LakeQuestion | undefined;
  readonly estimate: ScanEstimate;
}

/**
 * Reads a statement and its values; Athena is not asked.
 * @param lookAt the lake as it is now, of the tables that the statement names; undefined for a database of other tables,
 *   of which nothing is known.
 * @param nowMs milliseconds since 1970.
 * @throws TenantTrailError as `knownStatement`; `bad-argument` for a value that does not fit; what `lookAt` throws.
 */
export async function preparedStatement(
  request: QueryRequest,
  lookAt: LookAtLake | undefined,
  database: string,
  nowMs: number,
): Promise<PreparedStatement> {
  const parameters = statementParameters(request);
  const { types } = parameters;
  const known = knownStatement(request.sql, types, lookAt && database);
  const lake = await lookAt?.(baseTablesOf(known.asks.tables));
  const values = concreteValues(parameters, () =>
    lake === undefined
      ? heldDaysOf(new Set(), dayOfInstant(nowMs))
      : heldDays(known.asks.tables, lake.slices, lake.nowMs),
  );
  const question = lake && lakeQuestion(known.asks, values, lake);
  const { foreign } = known;
  const scanned = question === undefined ? { bytes: 0, days: 0 } : estimateOf(question);
  const estimate = foreign.length === 0 ? scanned : { days: scanned.days, unknownTables: foreign };
  return { known, values, types, lake, question, estimate };
}
