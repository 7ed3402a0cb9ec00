import { castSql } from "../casts/cast.ts";
import { coerce, settle, unify } from "../casts/convert.ts";
import { concatenate } from "../operators/concatenate.ts";
import { comparable } from "../operators/operators.ts";
import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { join, literal, type Sql, sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { arrayOf, boolean, isInteger, type Type, timestamp, timestamptz, trinoName, varchar } from "../types/types.ts";
import { argument, expectArguments, type FunctionRule, type FunctionRules, literalText } from "./rule.ts";

const coalesce: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 1000, call);
  const { values, type } = unify(context, args, "The arguments of coalesce");
  return typed(
    sql`coalesce(${join(
      values.map((value) => value.sql),
      ", ",
    )})`,
    type,
    call,
  );
};

const nullif: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 2, call);
  const first = argument(context, args, 0, call);
  const [a, b] = comparable(context, first, argument(context, args, 1, call), "=", call);
  return typed(sql`CASE WHEN (${a.sql} = ${b.sql}) THEN NULL ELSE ${first.sql} END`, first.type, call);
};

const iff: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 3, call);
  const condition = coerce(context, argument(context, args, 0, call), boolean);
  const { values, type } = unify(context, args.slice(1), "The results of IF");
  const [yes, no] = values;
  return typed(sql`CASE WHEN ${condition.sql} THEN ${yes?.sql ?? "NULL"} ELSE ${no?.sql ?? "NULL"} END`, type, call);
};

const tryRule: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = argument(context, args, 0, call);
  return typed(sql`trino_try(${value.sql})`, value.type, call);
};

const typeOf: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const { type } = argument(context, args, 0, call);
  const kind = call.args[0]?.kind;
  // Trino computes the length of a function's text; we do not.
  if (trinoName(type).includes("varchar") && kind !== "string" && kind !== "cast")
    throw context.unsupported(call, "typeof of a computed text is not supported on this machine");
  return typed(literal(trinoName(type)), varchar, call);
};

const concat: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1000, call);
  const [first = argument(context, args, 0, call), ...rest] = args;
  return rest.reduce((left, right) => concatenate(context, left, right, call), first);
};

/** `format('%s of %d: %.2f', …)`: the text is put together from its parts, because C rounds and prints otherwise. */
const format: FunctionRule = (context, args, call) => {
  const pattern = literalText(context, argument(context, args, 0, call), "A format");
  let next = 1;
  const pieces: Sql[] = [];
  for (const part of pattern.split(/(%%|%[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z])/)) {
    if (part === "%%") pieces.push(sql`'%'`);
    else if (/^%./.test(part)) {
      const value = argument(context, args, next++, call);
      pieces.push(sql`coalesce(${formatOne(context, part, value, call)}, 'null')`);
    } else if (part.includes("%")) throw context.mistake(call, `'${part}' is no format`);
    else if (part !== "") pieces.push(literal(part));
  }
  return typed(sql`(${pieces.length === 0 ? literal("") : join(pieces, " || ")})`, varchar, call);
};

function formatOne(context: Context, directive: string, value: Typed, call: Call): Sql {
  const { type } = value;
  const text = (): Sql => castSql(context, settle(value).sql, type.kind === "unknown" ? varchar : type, varchar, call);
  if (directive === "%s" && (["varchar", "boolean", "date", "unknown"].includes(type.kind) || isInteger(type)))
    return text();
  if (directive === "%d" && isInteger(type)) return text();
  const padded = /^%0(\d+)d$/.exec(directive);
  if (padded !== null && padded[1] !== undefined && padded[1].length < 4 && isInteger(type))
    return sql`trino_zero_padded(${value.sql}, ${Number(padded[1])})`;
  const places = /^%(?:\.(\d+))?f$/.exec(directive);
  if (places !== null && Number(places[1] ?? 0) < 38 && (type.kind === "double" || type.kind === "decimal"))
    return sql`CAST(CAST(CAST(${value.sql} AS VARCHAR) AS DECIMAL(38,${Number(places[1] ?? 6)})) AS VARCHAR)`;
  throw context.unsupported(call, `format with ${directive} for ${trinoName(type)} is not supported on this machine`);
}

const arrayJoin: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 3, call);
  const list = argument(context, args, 0, call);
  if (list.type.kind !== "array") throw context.mistake(list.span, "array_join needs an array");
  const { element } = list.type;
  const texts = element.kind === "varchar" ? list.sql : castSql(context, list.sql, list.type, arrayOf(varchar), call);
  const separator = coerce(context, argument(context, args, 1, call), varchar);
  const replacement = args[2] && coerce(context, args[2], varchar);
  if (replacement === undefined) return typed(sql`trino_array_join(${texts}, ${separator.sql})`, varchar, call);
  return typed(sql`trino_array_join_nulls(${texts}, ${separator.sql}, ${replacement.sql})`, varchar, call);
};

const zip: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 5, call);
  const fields = args.map((list) => {
    if (list.type.kind !== "array") throw context.mistake(list.span, "zip needs arrays");
    return { name: undefined, type: list.type.element };
  });
  const longest = sql`greatest(${join(
    args.map((list) => sql`len(${list.sql})`),
    ", ",
  )})`;
  const index = context.unique();
  const row = join(
    args.map((list, at) => sql`"_${at}" := ${list.sql}[${index}]`),
    ", ",
  );
  const missing = join(
    args.map((list) => sql`${list.sql} IS NULL`),
    " OR ",
  );
  const rows = sql`list_transform(range(1, ${longest} + 1), lambda ${index}: struct_pack(${row}))`;
  return typed(sql`CASE WHEN ${missing} THEN NULL ELSE ${rows} END`, arrayOf({ kind: "row", fields }), call);
};

/** A sequence of days or times; one of numbers is in the table. */
const sequence: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 3, call);
  const [from, to] = [argument(context, args, 0, call), argument(context, args, 1, call)];
  const step = args[2];
  const { type } = from;
  if ((type.kind !== "date" && type.kind !== "timestamp") || to.type.kind !== type.kind)
    throw context.mistake(call, "sequence needs two whole numbers, dates or timestamps");
  if (step === undefined && type.kind !== "date") throw context.mistake(call, "sequence of timestamps needs a step");
  if (step !== undefined && !step.type.kind.startsWith("interval"))
    throw context.mistake(step.span, "The step must be an interval");
  const list = sql`trino_time_sequence(CAST(${from.sql} AS TIMESTAMP), CAST(${to.sql} AS TIMESTAMP), ${step?.sql ?? "to_days(1)"})`;
  const element: Type = type.kind === "timestamp" ? timestamp(Math.max(type.precision, 3)) : type;
  return typed(type.kind === "date" ? sql`CAST(${list} AS DATE[])` : list, arrayOf(element), call);
};

const normalize: FunctionRule = (context, args, call) => {
  const form = literalText(context, argument(context, args, 1, call), "A normal form");
  if (form !== "NFC") throw context.unsupported(call, `normalize to ${form} is not supported on this machine`);
  return typed(sql`nfc_normalize(${coerce(context, argument(context, args, 0, call), varchar).sql})`, varchar, call);
};

const clock: readonly (readonly [name: string, sql: Sql, type: Type])[] = [
  ["now", sql`trino_now()`, timestamptz(3)],
  ["current_timestamp", sql`trino_now()`, timestamptz(3)],
  ["localtimestamp", sql`timezone('UTC', trino_now())`, timestamp(3)],
  ["current_date", sql`CAST(timezone('UTC', trino_now()) AS DATE)`, { kind: "date" }],
  ["current_timezone", sql`'UTC'`, varchar],
];

function clockRule(name: string, text: Sql, type: Type): FunctionRule {
  return (context, args, call) => {
    if (args.some((arg) => arg.constant !== 3))
      throw context.unsupported(call, `${name} with another precision is not supported on this machine`);
    return typed(text, type, call);
  };
}

/** Functions that take any type, and those that look at their arguments. */
export const generalRules: FunctionRules = {
  coalesce,
  nullif,
  if: iff,
  try: tryRule,
  typeof: typeOf,
  concat,
  format,
  array_join: arrayJoin,
  zip,
  normalize,
  ...Object.fromEntries(clock.map(([name, text, type]) => [name, clockRule(name, text, type)])),
};

/** Rules that apply only when no signature of the table fits. */
export const fallbackRules: FunctionRules = { sequence };
