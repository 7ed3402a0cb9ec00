import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import type { Typed } from "../types/typed.ts";
import { trinoName } from "../types/types.ts";

/** The error for an operator that Trino does not have for these types. */
export function cannotApply(context: Context, operator: string, left: Typed, right: Typed, span: Span) {
  return context.mistake(span, `Cannot apply ${operator} to ${trinoName(left.type)} and ${trinoName(right.type)}`);
}
