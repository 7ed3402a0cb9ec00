import { translate } from "../dialect/translate.ts";
import type { QueryRequest, ScanEstimate } from "../protocol/query.ts";
import { heldDays } from "./held-days.ts";
import { type AskedLake, type LakeQuestion, lakeQuestion } from "./lake-question.ts";
import { lakeSchema } from "./lake-schema.ts";
import { scannedBytes } from "./scanned-bytes.ts";
import { concreteValues, statementParameters } from "./statement-parameters.ts";

/**
 * What a statement reads of a lake at most.
 * @throws TenantTrailError for a statement that cannot be read, and for values that do not fit.
 */
export function estimateScan(request: QueryRequest, lake: AskedLake): ScanEstimate {
  const parameters = statementParameters(request);
  const translation = translate(request.sql, { schema: lakeSchema(), parameterTypes: parameters.types });
  const values = concreteValues(parameters, () => heldDays(translation.tables, lake.slices, lake.nowMs));
  return estimateOf(lakeQuestion(translation, values, lake));
}

/** The bytes of the columns that a question names, and how many log days they are of. */
export function estimateOf({ words, needed }: LakeQuestion): ScanEstimate {
  return { bytes: scannedBytes(words, needed), days: new Set(needed.map(({ day }) => day)).size };
}
