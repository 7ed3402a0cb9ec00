import { isRangeEnd, type ParameterDeclaration } from "../../protocol/query-parameters.ts";
import type { Days } from "../../protocol/relative-days.ts";
import { parameterNames } from "../../sqlfile/parameters.ts";
import type { RunnableStatement } from "./runnable-statements.ts";

/** The parameters that a statement uses, in the order of the header; after them the undeclared ones, which are texts. */
export function usedParameters({
  sql,
  declarations,
}: Pick<RunnableStatement, "sql" | "declarations">): readonly ParameterDeclaration[] {
  const names = parameterNames(sql);
  const undeclared = names.filter((name) => !declarations.some((each) => each.name === name));
  return [
    ...declarations.filter(({ name }) => names.includes(name)),
    ...undeclared.map((name): ParameterDeclaration => ({ name, type: "varchar" })),
  ];
}

/**
 * A list parameter of this name holds the collector's own applications, so that a detection leaves them out openly.
 */
export const collectorApps = "collectorApps";

/** The declarations with the collector's own applications as the default of the parameter that stands for them. */
export function withOwnApps(
  declarations: readonly ParameterDeclaration[],
  own: readonly string[],
): readonly ParameterDeclaration[] {
  return declarations.map((each) => (each.name === collectorApps ? { ...each, default: own } : each));
}

/** The parameters that are asked for one by one, and the range of days when both of its ends are asked for. */
export interface AskedParameters {
  readonly single: readonly ParameterDeclaration[];
  /** What its header says of the range; the last 30 days held when it says nothing. */
  readonly presetDays?: Days;
}

/** Takes the ends of a range of days together. */
export function withRange(asked: readonly ParameterDeclaration[]): AskedParameters {
  const ends = asked.filter(isRangeEnd);
  if (ends.length !== 2) return { single: asked };
  const preset = (name: string): string => {
    const written = ends.find((end) => end.name === name)?.default;
    return typeof written === "string" ? written : "last 30 days";
  };
  const presetDays = { from: preset("from"), to: preset("to") };
  return { single: asked.filter((each) => !ends.includes(each)), presetDays };
}
