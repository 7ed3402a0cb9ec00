import type { ParameterDeclaration, ParameterValue } from "../../../src/protocol/query-parameters.ts";

/**
 * Values for the parameters of a saved query that are not its header's defaults: the last 10 days, the least of every
 * minimum, twice every other number, and lists with one more element, a text being one that needs care in SQL.
 * @param given values of those without a default.
 */
export function otherValues(
  declarations: readonly ParameterDeclaration[],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(
    declarations.map((declaration) => [declaration.name, given[declaration.name] ?? otherValue(declaration)]),
  );
}

function otherValue({ name, type, default: preset }: ParameterDeclaration): ParameterValue {
  if (type === "date") return "last 10 days";
  if (typeof preset === "number") return name.startsWith("min") ? 1 : preset * 2;
  if (type === "array(bigint)") return [...listOf(preset), 64_496];
  if (type === "array(varchar)") return [...listOf(preset), 'it\'s "x"\\ ☃'];
  throw new Error(`There is no other value for :${name}, which is ${type}.`);
}

function listOf(preset: ParameterValue | undefined): readonly (string | number)[] {
  if (!Array.isArray(preset)) throw new Error("A list has a list as its default.");
  return preset;
}
