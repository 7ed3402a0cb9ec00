import { BIGINT, DOUBLE, type DuckDBType, type DuckDBValue, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import { errorAt } from "../dialect/parse/token-stream.ts";
import type { Translation } from "../dialect/translate.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import { dayProblem } from "../protocol/log-day.ts";
import type { ParameterValue } from "../protocol/query-parameters.ts";

/** What `connection.run(sql, values, types)` and its kin take; a parameter is bound under its number (`p0`, `p1`, …). */
export interface BoundParameters {
  readonly values: Record<string, DuckDBValue>;
  readonly types: Record<string, DuckDBType>;
}

/**
 * The values to bind to a translation's `$name` parameters. A list is bound as one DuckDB list; the statement casts
 * every value to the type of its place, so dates and times are bound as text.
 * @throws TenantTrailError `missing-parameter` naming the first that has no value; `sql-failed` for one that is
 * compared with `dt` and is no day.
 */
export function bindParameters(
  translation: Translation,
  given: Readonly<Record<string, ParameterValue>>,
): BoundParameters {
  const bound: BoundParameters = { values: {}, types: {} };
  for (const [index, name] of translation.parameters.entries()) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const key = `p${index}`;
    if (value === undefined) throw new TenantTrailError("missing-parameter", `The parameter :${name} has no value`);
    // DuckDB refuses a value for what the statement does not hold.
    if (!translation.printedParameters.has(key)) continue;
    if (typeof value === "object" && value !== null) {
      const type = elementType(value);
      bound.values[key] = listValue(value.map((item) => (type === VARCHAR ? String(item) : scalar(item))));
      bound.types[key] = LIST(type);
    } else {
      bound.values[key] = scalar(value);
      // DuckDB's client would bind a whole number as an integer, whatever its size.
      if (typeof value === "number" && !Number.isSafeInteger(value)) bound.types[key] = DOUBLE;
    }
  }
  requireDays(translation, given);
  return bound;
}

/** @throws TenantTrailError `sql-failed` for a value that is compared with `dt` and is no day. */
export function requireDays(translation: Translation, given: Readonly<Record<string, ParameterValue>>): void {
  for (const [name, place] of translation.dayParameters) {
    const value = given[name];
    for (const day of Array.isArray(value) ? value : [value]) {
      const problem = day === null ? undefined : dayProblem(String(day));
      if (problem !== undefined)
        throw errorAt(translation.source, place, "sql-failed", `:${name} is compared with dt, a log day. ${problem}`);
    }
  }
}

function scalar(value: string | number | boolean | null): DuckDBValue {
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function elementType(list: readonly (string | number)[]): DuckDBType {
  if (list.length === 0 || list.some((item) => typeof item === "string")) return VARCHAR;
  return list.every(Number.isSafeInteger) ? BIGINT : DOUBLE;
}

/**
 * The type to declare to `translate` for a value whose header declares none. Text takes the type of what it is
 * compared with, so it has none here.
 */
export function typeOfValue(value: ParameterValue): string | undefined {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "bigint" : "double";
  if (typeof value !== "object" || value === null) return undefined;
  // An empty list has no type of its own, and takes one from its place too.
  if (value.length === 0) return undefined;
  if (value.some((item) => typeof item === "string")) return "array(varchar)";
  return value.every(Number.isSafeInteger) ? "array(bigint)" : "array(double)";
}
