import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import type { Typed } from "../types/typed.ts";

/**
 * What functions become: a signature and the DuckDB text for it. In the text `$1`, `$2`, … are the arguments,
 * converted to the signature's types; `$all` is all of them with commas between.
 *
 * These tables are the list of functions that are known to answer as Trino's do. A function that is in none of
 * them is refused, also where DuckDB has one of that name.
 */
export type FunctionTable = Readonly<Record<string, string>>;

/** A rule in code, for functions whose result type or text follows from more than a signature. */
export type FunctionRule = (context: Context, args: readonly Typed[], call: Call) => Typed;

export type FunctionRules = Readonly<Record<string, FunctionRule>>;

/** The argument at a position. @throws TenantTrailError when it is missing. */
export function argument(context: Context, args: readonly Typed[], index: number, call: Call): Typed {
  const found = args[index];
  if (found === undefined) throw context.mistake(call, `${call.name.text} needs ${index + 1} arguments`);
  return found;
}

/** @throws TenantTrailError unless there are this many arguments. */
export function expectArguments(
  context: Context,
  args: readonly Typed[],
  least: number,
  most: number,
  call: Call,
): void {
  if (args.length < least || args.length > most)
    throw context.mistake(
      call,
      `${call.name.text} takes ${least === most ? least : `${least} to ${most}`} arguments, not ${args.length}`,
    );
}

/** A text that must be known while translating, such as a pattern. */
export function literalText(context: Context, value: Typed, what: string): string {
  if (typeof value.constant === "string") return value.constant;
  throw context.unsupported(value.span, `${what} that is not a literal is not supported on this machine`);
}
