import type { ParameterDeclaration, ParameterValue } from "../protocol/query-parameters.ts";
import { checkValue } from "./parameter-values.ts";
import { parameterNames } from "./parameters.ts";

/**
 * Why values cannot be given to a statement, as a sentence that names the parameter: one that neither the statement nor
 * its file has, NULL, or a value of another type than declared. `undefined` when they can.
 */
export function givenProblem(
  sql: string,
  declared: readonly ParameterDeclaration[],
  given: Iterable<readonly [name: string, value: ParameterValue]>,
): string | undefined {
  const names = new Set([...declared.map(({ name }) => name), ...parameterNames(sql)]);
  for (const [name, value] of given) {
    if (!names.has(name)) return `There is no parameter :${name} here; there are ${listOf([...names])}.`;
    const declaration = declared.find((each) => each.name === name);
    if (declaration === undefined && value === null) return `The parameter :${name} needs a value, not NULL.`;
    const checked = declaration && checkValue(declaration, value);
    if (checked && "problem" in checked) return checked.problem;
  }
  return undefined;
}

function listOf(names: readonly string[]): string {
  const written = names.map((name) => `:${name}`);
  const last = written.pop();
  if (last === undefined) return "none";
  return written.length === 0 ? last : `${written.join(", ")} and ${last}`;
}
