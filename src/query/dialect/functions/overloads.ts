import type { Context } from "../context.ts";
import { coerce } from "../convert.ts";
import type { Column, Scope } from "../scope.ts";
import { join, type Sql, sql, type Template } from "../sql-text.ts";
import type { Call, Expression, Lambda } from "../syntax.ts";
import type { Typed } from "../typed.ts";
import { type Type, trinoName } from "../types.ts";
import { type Bindings, bind, type Pattern, resolve, type Signature } from "./signature.ts";

/** One signature of a function and its DuckDB text. */
export interface Overload {
  readonly signature: Signature;
  readonly template: Template;
}

export type Translate = (context: Context, scope: Scope, expression: Expression) => Typed;

/** The overload that fits a call best, its arguments converted, and its result. */
export interface Match {
  readonly overload: Overload;
  readonly args: readonly Sql[];
  readonly result: Type;
}

/** Picks the overload that takes the arguments, with the most of them as they are; `undefined` when none does. */
export function choose(
  context: Context,
  scope: Scope,
  call: Call,
  candidates: readonly Overload[],
  translate: Translate,
): Match | undefined {
  const args = call.args.map((arg) => (arg.kind === "lambda" ? arg : translate(context, scope, arg)));
  let best: { overload: Overload; bindings: Bindings; patterns: readonly Pattern[]; exact: number } | undefined;
  for (const overload of candidates) {
    const patterns = patternsFor(overload.signature, args.length);
    if (patterns === undefined) continue;
    const bindings: Bindings = new Map();
    const fitting = args.every((arg, index) => {
      const pattern = patterns[index];
      if (pattern === undefined) return false;
      return "type" in arg ? bind(pattern, arg.type, bindings) : pattern.kind === "function";
    });
    if (!fitting) continue;
    const exact = args.filter((arg, index) => "type" in arg && isExact(arg.type, patterns[index])).length;
    if (best === undefined || exact > best.exact) best = { overload, bindings, patterns, exact };
  }
  if (best === undefined) return undefined;
  const { overload, bindings, patterns } = best;
  let texts: readonly Sql[] = [];
  // A lambda's result can widen a variable that its parameters use: then it is translated once more.
  for (let round = 0; round < 3; round++) {
    const before = JSON.stringify([...bindings]);
    texts = args.map((arg, index) => {
      const pattern = patterns[index];
      if (pattern === undefined) throw new RangeError("a pattern for every argument");
      if ("type" in arg) return coerce(context, arg, widened(resolve(pattern, bindings), arg.type)).sql;
      return lambdaSql(context, scope, arg, pattern, bindings, translate);
    });
    if (JSON.stringify([...bindings]) === before) break;
  }
  const variables = resolve(overload.signature.result, bindings);
  return { overload, args: texts, result: variables };
}

/** A timestamp stays of its own precision and zone where a signature names a timestamp. */
function widened(wanted: Type, given: Type): Type {
  return wanted.kind === given.kind &&
    (wanted.kind === "timestamptz" ||
      wanted.kind === "timestamp" ||
      wanted.kind === "varchar" ||
      wanted.kind === "json")
    ? given
    : wanted;
}

function isExact(type: Type, pattern: Pattern | undefined): boolean {
  return pattern?.kind === "type" ? pattern.type.kind === type.kind : pattern?.kind === type.kind;
}

function patternsFor(signature: Signature, count: number): readonly Pattern[] | undefined {
  const { parameters } = signature;
  if (!signature.variadic) return parameters.length === count ? parameters : undefined;
  const last = parameters.at(-1);
  if (last === undefined || count < parameters.length) return undefined;
  return [...parameters, ...Array.from({ length: count - parameters.length }, () => last)];
}

function lambdaSql(
  context: Context,
  scope: Scope,
  lambda: Lambda,
  pattern: Pattern,
  bindings: Bindings,
  translate: Translate,
): Sql {
  if (pattern.kind !== "function" || pattern.parameters.length !== lambda.parameters.length)
    throw context.mistake(lambda, "This lambda has another number of parameters than the function gives it");
  const columns = new Map<string, Column>();
  const names = lambda.parameters.map((name, index) => {
    const unique = context.unique();
    const parameter = pattern.parameters[index];
    const type: Type = parameter === undefined ? { kind: "unknown" } : resolve(parameter, bindings);
    columns.set(name.text.toLowerCase(), { name: name.text, type, sql: unique });
    return unique;
  });
  const body = translate(context, { relations: [], ctes: scope.ctes, lambda: columns, parent: scope }, lambda.body);
  if (!bind(pattern.result, body.type, bindings))
    throw context.mistake(lambda.body, `This lambda gives ${trinoName(body.type)}, which does not fit`);
  const result = coerce(context, body, resolve(pattern.result, bindings));
  return sql`lambda ${join(names, ", ")}: ${result.sql}`;
}
