/** Types of parameters, named as in Trino; `array(...)` is a list for `IN :name`. */
export const parameterTypes = [
  "varchar",
  "bigint",
  "double",
  "boolean",
  "date",
  "timestamp",
  "array(varchar)",
  "array(bigint)",
] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** A value for a `:name` parameter; a list binds to `IN :name` and `contains(:name, x)`. */
export type ParameterValue = string | number | boolean | null | readonly (string | number)[];

/** What a header says of a `:name` parameter. */
export interface ParameterDeclaration {
  readonly name: string;
  readonly type: ParameterType;
  readonly default?: ParameterValue;
  readonly description?: string;
}

/**
 * Whether a parameter is an end of the range of log days that a query reads: `from` and `to` of type `date`, which take
 * words such as `last 30 days` too.
 */
export function isRangeEnd({ name, type }: Pick<ParameterDeclaration, "name" | "type">): boolean {
  return type === "date" && (name === "from" || name === "to");
}
