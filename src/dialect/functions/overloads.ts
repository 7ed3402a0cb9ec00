import { coerce } from "../casts/convert.ts";
import type { Expression, Lambda } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import type { Column, Scope } from "../scope/scope.ts";
import { join, type Sql, sql, type Template } from "../text/sql-text.ts";
import { sameType } from "../types/common-type.ts";
import type { Typed } from "../types/typed.ts";
import { type Type, trinoName, unknown } from "../types/types.ts";
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

/** An argument: a value, or a lambda, which is translated when the types of its parameters are known. */
export type Argument = Typed | Lambda;

export function isTyped(argument: Argument): argument is Typed {
  return "sql" in argument;
}

/** Picks the overload that takes the arguments, with the most of them as they are; `undefined` when none does. */
export function choose(
  context: Context,
  scope: Scope,
  args: readonly Argument[],
  candidates: readonly Overload[],
  translate: Translate,
): Match | undefined {
  let best: { overload: Overload; bindings: Bindings; patterns: readonly Pattern[]; exact: number } | undefined;
  for (const overload of candidates) {
    const patterns = patternsFor(overload.signature, args.length);
    if (patterns === undefined) continue;
    const bindings: Bindings = new Map();
    const fitting = args.every((arg, index) => {
      const pattern = patterns[index];
      if (pattern === undefined) return false;
      return isTyped(arg) ? bind(pattern, arg.type, bindings) : pattern.kind === "function";
    });
    if (!fitting) continue;
    const exact = args.filter((arg, index) => isTyped(arg) && isExact(arg.type, patterns[index])).length;
    if (best === undefined || exact > best.exact) best = { overload, bindings, patterns, exact };
  }
  if (best === undefined) return undefined;
  const { overload, bindings, patterns } = best;
  const lambdas = translateLambdas(context, scope, args, patterns, bindings, translate);
  const texts = args.map((arg, index) => {
    const pattern = patterns[index];
    if (pattern === undefined) throw new RangeError("a pattern for every argument");
    if (isTyped(arg)) return coerce(context, arg, widened(resolve(pattern, bindings), arg.type)).sql;
    const lambda = lambdas.get(arg);
    if (lambda === undefined || pattern.kind !== "function") throw new RangeError("a translation for every lambda");
    const result = coerce(context, lambda.body, resolve(pattern.result, bindings));
    return sql`lambda ${join(lambda.names, ", ")}: ${result.sql}`;
  });
  return { overload, args: texts, result: resolve(overload.signature.result, bindings) };
}

/** A lambda with the types that its parameters had when it was translated. */
interface TranslatedLambda {
  readonly names: readonly Sql[];
  readonly parameters: readonly Type[];
  readonly body: Typed;
}

/**
 * The lambdas among the arguments. One lambda's result can widen a variable that the parameters of one use: only that
 * one is translated again, so that lambdas in lambdas do not double the work with each level.
 */
function translateLambdas(
  context: Context,
  scope: Scope,
  args: readonly Argument[],
  patterns: readonly Pattern[],
  bindings: Bindings,
  translate: Translate,
): ReadonlyMap<Lambda, TranslatedLambda> {
  const lambdas = new Map<Lambda, TranslatedLambda>();
  for (let round = 0, changed = true; changed && round < 3; round++) {
    changed = false;
    for (const [index, arg] of args.entries()) {
      const pattern = patterns[index];
      if (isTyped(arg) || pattern?.kind !== "function") continue;
      const parameters = pattern.parameters.map((parameter) => resolve(parameter, bindings));
      const known = lambdas.get(arg);
      if (known?.parameters.every((type, at) => sameType(type, parameters[at] ?? type))) continue;
      changed = true;
      const lambda = translateLambda(context, scope, arg, parameters, translate);
      lambdas.set(arg, lambda);
      if (!bind(pattern.result, lambda.body.type, bindings))
        throw context.mistake(arg.body, `This lambda gives ${trinoName(lambda.body.type)}, which does not fit`);
    }
  }
  return lambdas;
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

function translateLambda(
  context: Context,
  scope: Scope,
  lambda: Lambda,
  parameters: readonly Type[],
  translate: Translate,
): TranslatedLambda {
  if (parameters.length !== lambda.parameters.length)
    throw context.mistake(lambda, "This lambda has another number of parameters than the function gives it");
  const columns = new Map<string, Column>();
  const names = lambda.parameters.map((name, index) => {
    const unique = context.unique();
    columns.set(name.text.toLowerCase(), { name: name.text, type: parameters[index] ?? unknown, sql: unique });
    return unique;
  });
  const body = translate(context, { relations: [], ctes: scope.ctes, lambda: columns, parent: scope }, lambda.body);
  return { names, parameters, body };
}
