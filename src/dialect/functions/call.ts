import { coerce } from "../casts/convert.ts";
import { sortItems, windowSql } from "../operators/window-clause.ts";
import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import type { Scope } from "../scope/scope.ts";
import { fill, join, nothing, type Sql, sql, template } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { duckType, trinoName, unknown } from "../types/types.ts";
import { aggregateFunctions, windowFunctions } from "./aggregate-functions.ts";
import { decimalAggregate } from "./aggregate-rules.ts";
import { arrayFunctions } from "./array-functions.ts";
import { fallbackRules, generalRules } from "./general-rules.ts";
import { jsonFunctions } from "./json-functions.ts";
import { jsonRules } from "./json-rules.ts";
import { containsNetwork } from "./network.ts";
import { numberFunctions } from "./number-functions.ts";
import { numberRules } from "./number-rules.ts";
import { type Argument, choose, isTyped, type Overload, type Translate } from "./overloads.ts";
import { regexpRules } from "./regexp-rules.ts";
import type { FunctionRule, FunctionTable } from "./rule.ts";
import { parseSignature } from "./signature.ts";
import { textFunctions } from "./text-functions.ts";
import { timeRules } from "./time-rules.ts";

type Overloads = ReadonlyMap<string, readonly Overload[]>;

const rules: ReadonlyMap<string, FunctionRule> = new Map(
  [generalRules, numberRules, timeRules, jsonRules, regexpRules].flatMap((table) => Object.entries(table)),
);
const fallbacks: ReadonlyMap<string, FunctionRule> = new Map(Object.entries(fallbackRules));
const scalars = overloads(textFunctions, arrayFunctions, numberFunctions, jsonFunctions);
const aggregates = overloads(aggregateFunctions);
const windows = overloads(windowFunctions);

function overloads(...tables: readonly FunctionTable[]): Overloads {
  const found = new Map<string, Overload[]>();
  for (const [written, text] of tables.flatMap((table) => Object.entries(table))) {
    const signature = parseSignature(written);
    found.set(signature.name, [...(found.get(signature.name) ?? []), { signature, template: template(text) }]);
  }
  return found;
}

/** The names of all functions that may be used, for completion and the reference. */
export function supportedFunctions(): readonly string[] {
  return [
    ...new Set([
      ...rules.keys(),
      ...fallbacks.keys(),
      ...scalars.keys(),
      ...aggregates.keys(),
      ...windows.keys(),
      "reduce",
      "grouping",
    ]),
  ].sort();
}

/**
 * Translates a function call.
 * @throws TenantTrailError `sql-unsupported` for a function that is not known to answer as Trino's does.
 */
export function translateCall(context: Context, scope: Scope, call: Call, translate: Translate): Typed {
  const name = call.name.text.toLowerCase();
  if (aggregates.has(name) || windows.has(name) || (name === "grouping" && call.over === undefined))
    return translateAggregate(context, scope, call, name, translate);
  if (
    call.star ||
    call.distinct ||
    call.filter !== undefined ||
    call.over !== undefined ||
    call.orderBy.length > 0 ||
    call.withinGroup.length > 0
  )
    if (known(name)) throw context.mistake(call, `${call.name.text} is not an aggregate`);
  const rule = rules.get(name);
  const candidates = scalars.get(name) ?? (name === "reduce" ? reduceOverloads : undefined);
  if (rule === undefined && candidates === undefined) {
    const message = `The function ${call.name.text} is not supported on this machine`;
    const nothingKnown = context.unknownName("function", call.name, call.name, message, supportedFunctions());
    // What is wrong inside of it is told of too.
    argumentsOf(context, scope, call, translate);
    return typed(nothingKnown, unknown, call);
  }
  // The arguments are translated once for all that look at them, because a second time at each level would double the
  // work with every level.
  const args = argumentsOf(context, scope, call, translate);
  const values = args.filter(isTyped);
  if (rule !== undefined) {
    if (values.length < args.length)
      throw context.unsupported(call, `${call.name.text} with a lambda is not supported on this machine`);
    return rule(context, values, call);
  }
  const network =
    name === "contains" && values.length === args.length ? containsNetwork(context, values, call) : undefined;
  if (network !== undefined) return network;
  const match = choose(context, scope, args, candidates ?? [], translate);
  const fallback = fallbacks.get(name);
  if (match === undefined && fallback !== undefined && values.length === args.length)
    return fallback(context, values, call);
  if (match === undefined) throw noOverload(context, call, args);
  const holes = numbered(match.args).set("all", join(match.args, ", ")).set("type", duckType(match.result));
  const emitted = fill(match.overload.template, holes);
  return typed(emitted, match.result, call);
}

/** The arguments as the holes `$1`, `$2`, … */
function numbered(args: readonly Sql[]): Map<string, Sql> {
  return new Map(args.map((arg, index) => [String(index + 1), arg]));
}

const reduceOverloads: readonly Overload[] = [
  {
    // DuckDB's reduction has one type for the elements and the state.
    signature: parseSignature("reduce(array(T), T, function(T, T, T), function(T, R)) R"),
    template: template(
      "CASE WHEN $1 IS NULL THEN NULL ELSE list_transform(trino_each([list_reduce(trino_each($1), $3, $2)]), $4)[1] END",
    ),
  },
];

function known(name: string): boolean {
  return rules.has(name) || scalars.has(name) || name === "reduce";
}

/** The arguments of a call, translated; lambdas as they are, because their types follow from the others'. */
function argumentsOf(context: Context, scope: Scope, call: Call, translate: Translate): readonly Argument[] {
  return call.args.map((arg) => (arg.kind === "lambda" ? arg : translate(context, scope, arg)));
}

function noOverload(context: Context, call: Call, args: readonly Argument[]) {
  const types = args.map((arg) => (isTyped(arg) ? trinoName(arg.type) : "function"));
  return context.unsupported(call, `${call.name.text}(${types.join(", ")}) is not supported on this machine`);
}

function translateAggregate(context: Context, scope: Scope, call: Call, name: string, translate: Translate): Typed {
  const over = call.over === undefined ? "" : sql` OVER ${windowSql(context, scope, call.over, translate)}`;
  const filter =
    call.filter === undefined
      ? ""
      : sql` FILTER (WHERE ${coerce(context, translate(context, scope, call.filter), { kind: "boolean" }).sql})`;
  const after = sql`${filter}${over}`;
  if (call.star) {
    if (name !== "count") throw context.mistake(call, `${call.name.text}(*) is not a function`);
    return typed(sql`count(*)${after}`, { kind: "bigint" }, call);
  }
  const args = argumentsOf(context, scope, call, translate);
  const values = args.filter(isTyped);
  if (name === "grouping") {
    if (values.length === 0) throw context.mistake(call, "grouping needs columns of GROUP BY");
    const columns = values.map((value) => value.sql);
    return typed(sql`grouping(${join(columns, ", ")})`, { kind: "bigint" }, call);
  }
  const window = windows.get(name);
  if (window !== undefined && call.over === undefined)
    throw context.mistake(call, `${call.name.text} needs OVER (...)`);
  if (call.args.length === 0 && name === "count") return typed(sql`count(*)${after}`, { kind: "bigint" }, call);
  const distinct = call.distinct ? sql`DISTINCT ` : nothing;
  if (name === "sum" || name === "avg") {
    const found = decimalAggregate(context, name, values, { distinct, after }, call);
    if (found !== undefined) return found;
  }
  const match = choose(context, scope, args, window ?? aggregates.get(name) ?? [], translate);
  if (match === undefined) throw noOverload(context, call, args);
  const form = match.overload.template;
  const sorting = [...call.orderBy, ...call.withinGroup];
  for (const [wanted, hole, clause] of [
    [call.distinct, "d", "DISTINCT"],
    [sorting.length > 0, "o", "ORDER BY"],
    [call.ignoreNulls, "n", "IGNORE NULLS"],
  ] as const)
    if (wanted && !form.some((part) => typeof part === "object" && part.hole === hole))
      throw context.unsupported(call, `${call.name.text} with ${clause} is not supported on this machine`);
  const order = sorting.length === 0 ? "" : sql` ORDER BY ${sortItems(context, scope, sorting, translate)}`;
  const holes = numbered(match.args)
    .set("d", distinct)
    .set("o", sql`${order}`)
    .set("w", after)
    .set("n", call.ignoreNulls ? sql` IGNORE NULLS` : nothing)
    .set("type", duckType(match.result));
  const emitted = fill(form, holes);
  return typed(emitted, match.result, call);
}
