import { translate } from "../dialect/translate.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { dayOfInstant } from "../protocol/log-day.ts";
import type { QueryRequest } from "../protocol/query.ts";
import { type HeldDays, heldDaysOf } from "../protocol/relative-days.ts";
import { tableNames } from "../protocol/tables.ts";
import { baseTablesOf, lakeSchema } from "./lake-schema.ts";
import type { SlicesByTable } from "./lake-slice.ts";
import { statementParameters } from "./statement-parameters.ts";

/**
 * The log days that a lake holds of some tables and views.
 *
 * @param names as a statement names them.
 * @param nowMs milliseconds since 1970.
 */
export function heldDays(names: readonly string[], slices: SlicesByTable, nowMs: number): HeldDays {
  const days = baseTablesOf(names).flatMap((table) => (slices.get(table) ?? []).map(({ day }) => day));
  return heldDaysOf(new Set(days), dayOfInstant(nowMs));
}

/**
 * The tables and views that a statement reads; every table when the statement cannot be read; running it then says why.
 */
export function tablesRead(request: QueryRequest): readonly string[] {
  try {
    return translate(request.sql, { schema: lakeSchema(), parameterTypes: statementParameters(request).types }).tables;
  } catch (error) {
    if (error instanceof TenantTrailError) return tableNames;
    throw error;
  }
}
