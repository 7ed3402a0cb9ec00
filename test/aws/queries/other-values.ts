import type { ParameterDeclaration, ParameterValue } from "../../../src/protocol/query-parameters.ts";

/**
 * Values for the parameters of a saved query that are not its header's defaults: the last 10 days, the least of every
 * minimum, twice every other number, and lists with one more element, a text being one that needs care in SQL.
 */
export function otherValues(
  declarations: readonly ParameterDeclaration[],
  texts: OtherTexts,
): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(declarations.map((declaration) => [declaration.name, otherValue(declaration, texts)]));
}

/** Texts by the name of their parameter, which no rule can make up. */
export interface OtherTexts {
  /** For a parameter that must be given. */
  readonly required: Readonly<Record<string, string>>;
  /** For a filter that reads all when it is empty. */
  readonly filters: Readonly<Record<string, string>>;
}

function otherValue({ name, type, default: preset }: ParameterDeclaration, texts: OtherTexts): ParameterValue {
  const text = preset === undefined ? texts.required[name] : preset === "" ? texts.filters[name] : undefined;
  if (type === "varchar" && text !== undefined) return text;
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
