import { tokenize } from "./tokens.ts";

/** One use of a `:name` parameter; offsets are UTF-16 and include the colon. */
export interface ParameterUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Every `:name` outside strings, comments, quoted names and `::` casts, in order. */
export function findParameters(text: string): readonly ParameterUse[] {
  return tokenize(text)
    .filter((token) => token.kind === "parameter")
    .map(({ start, end }) => ({ name: text.slice(start + 1, end), start, end }));
}

/** The names of a text's parameters, each once, in order of first use. */
export function parameterNames(text: string): readonly string[] {
  return [...new Set(findParameters(text).map((use) => use.name))];
}
