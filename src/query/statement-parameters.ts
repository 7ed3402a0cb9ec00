import type { Translation } from "../dialect/translate.ts";
import { writeValues } from "../dialect/trino/write-values.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { QueryRequest, ResultSummary } from "../protocol/query.ts";
import type { ParameterValue } from "../protocol/query-parameters.ts";
import { isRangeEnd } from "../protocol/query-parameters.ts";
import { type HeldDays, isRelativeDays, resolveDays, resolveRange } from "../protocol/relative-days.ts";
import { givenProblem } from "../sqlfile/given-values.ts";
import { readHeader } from "../sqlfile/header.ts";
import { typeOfValue } from "./bind-parameters.ts";

/** What a statement is translated and run with; days may still be words such as `last 30 days`. */
export interface StatementParameters {
  readonly values: ReadonlyMap<string, ParameterValue>;
  /** Trino's names of the types, for `translate`. */
  readonly types: Readonly<Record<string, string>>;
  /** The ends of the range of days among the names: `from`, `to`. */
  readonly rangeEnds: readonly string[];
}

/**
 * The values given with a statement, checked, and its header's defaults for the others.
 *
 * @throws TenantTrailError `bad-argument` for a value that does not fit its type, NULL, and a name that neither the
 * statement nor its file has.
 */
export function statementParameters({ sql, params = {}, parameters }: QueryRequest): StatementParameters {
  const declared = parameters ?? readHeader(sql)?.header.params ?? [];
  const values = new Map(Object.entries(params));
  const problem = givenProblem(sql, declared, values);
  if (problem !== undefined) throw new TenantTrailError("bad-argument", problem);
  const rangeEnds = declared.filter(isRangeEnd).map(({ name }) => name);
  shareWords(values, rangeEnds);
  for (const { name, default: preset } of declared)
    if (preset !== undefined && !values.has(name)) values.set(name, preset);
  const types = new Map<string, string>();
  for (const [name, value] of values) {
    const type = typeOfValue(value);
    if (type !== undefined) types.set(name, type);
  }
  for (const { name, type } of declared) types.set(name, type);
  return { values, types: Object.fromEntries(types), rangeEnds };
}

/**
 * The values with every day as `YYYY-MM-DD`.
 *
 * @param held what the lake holds of the tables that the statement reads; called only when words need it.
 * @throws TenantTrailError `bad-argument` when the days begin after they end.
 */
export function concreteValues(
  { values, rangeEnds }: StatementParameters,
  held: () => HeldDays,
): Readonly<Record<string, ParameterValue>> {
  const concrete = new Map(values);
  const end = (name: string): string | undefined => {
    const value = rangeEnds.includes(name) ? values.get(name) : undefined;
    return typeof value === "string" ? value : undefined;
  };
  const [from, to] = [end("from"), end("to")];
  const days = [from, to].some((each) => each !== undefined && isRelativeDays(each)) ? held() : { today: "" };
  if (from !== undefined && to !== undefined) {
    const range = resolveRange({ from, to }, days);
    concrete.set("from", range.from).set("to", range.to);
  } else if (from !== undefined && isRelativeDays(from)) concrete.set("from", resolveDays(from, days).from);
  else if (to !== undefined && isRelativeDays(to)) concrete.set("to", resolveDays(to, days).to);
  return Object.fromEntries(concrete);
}

/** Words that are given for one end of the range are for the other, too, when nothing is given for that. */
function shareWords(values: Map<string, ParameterValue>, rangeEnds: readonly string[]): void {
  for (const name of rangeEnds) {
    const given = values.get(name);
    if (typeof given !== "string" || !isRelativeDays(given)) continue;
    for (const other of rangeEnds) if (!values.has(other)) values.set(other, given);
  }
}

/**
 * What a summary says of the statement with its values written into it: nothing for one without parameters, and for one
 * with a value that has no literal, which is no reason for its answer to fail.
 * @param types Trino's names of the parameters' types.
 */
export function sqlWithValues(
  sql: string,
  values: Readonly<Record<string, ParameterValue>>,
  types: Readonly<Record<string, string>>,
  translation: Pick<Translation, "parameterUses"> | undefined,
): Pick<ResultSummary, "sqlWithValues"> {
  if (Object.keys(values).length === 0) return {};
  try {
    const uses = translation?.parameterUses;
    return { sqlWithValues: writeValues(sql, { values, types, ...(uses && { uses }) }) };
  } catch (error) {
    if (error instanceof TenantTrailError || error instanceof RangeError) return {};
    throw error;
  }
}
