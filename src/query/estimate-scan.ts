import { translate } from "../dialect/translate.ts";
import type { QueryRequest, ScanEstimate } from "../protocol/query.ts";
import { heldDays } from "./held-days.ts";
import { type LakeQuestion, type LookAtLake, lakeQuestion } from "./lake-question.ts";
import { baseTablesOf, lakeSchema } from "./lake-schema.ts";
import { scannedBytes } from "./scanned-bytes.ts";
import { concreteValues, statementParameters } from "./statement-parameters.ts";

/**
 * What a statement reads of a lake at most.
 * @param lookAt the lake as it is now, of the tables that the statement reads.
 * @throws TenantTrailError for a statement that cannot be read, and for values that do not fit.
 */
export async function estimateScan(request: QueryRequest, lookAt: LookAtLake): Promise<ScanEstimate> {
  const parameters = statementParameters(request);
  const translation = translate(request.sql, { schema: lakeSchema(), parameterTypes: parameters.types });
  const lake = await lookAt(baseTablesOf(translation.tables));
  const values = concreteValues(parameters, () => heldDays(translation.tables, lake.slices, lake.nowMs));
  return estimateOf(lakeQuestion(translation, values, lake));
}

/** The bytes of the columns that a question names, and how many log days they are of. */
export function estimateOf({ words, needed }: LakeQuestion): ScanEstimate {
  return { bytes: scannedBytes(words, needed), days: new Set(needed.map(({ day }) => day)).size };
}
