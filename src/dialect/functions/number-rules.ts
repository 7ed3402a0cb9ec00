import { coerce, unify } from "../casts/convert.ts";
import { arithmetic } from "../operators/operators.ts";
import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { join, literal, sql } from "../text/sql-text.ts";
import { asDecimal } from "../types/common-type.ts";
import { type Typed, typed } from "../types/typed.ts";
import { decimal, double, duckType, isInteger, isNumber, type Type, trinoName } from "../types/types.ts";
import { argument, expectArguments, type FunctionRule, type FunctionRules } from "./rule.ts";

function numberArgument(context: Context, args: readonly Typed[], call: Call): Typed {
  const value = argument(context, args, 0, call);
  if (value.type.kind === "unknown") return coerce(context, value, double);
  if (!isNumber(value.type))
    throw context.mistake(value.span, `${call.name.text} needs a number, not ${trinoName(value.type)}`);
  return value;
}

/** Rounds to a whole number: integers stay, decimals lose their scale, doubles stay doubles. */
function toWhole(name: "ceil" | "floor" | "round"): FunctionRule {
  return (context, args, call) => {
    expectArguments(context, args, 1, 1, call);
    const value = numberArgument(context, args, call);
    if (isInteger(value.type)) return value;
    if (value.type.kind !== "decimal") return typed(sql`${name}(${value.sql})`, value.type, call);
    const { precision, scale } = value.type;
    const type = decimal(Math.min(38, Math.max(precision - scale + Math.min(scale, 1), 1)), 0);
    return typed(sql`CAST(${name}(${value.sql}) AS ${duckType(type)})`, type, call);
  };
}

const round: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 2, call);
  if (args.length === 1) return toWhole("round")(context, args, call);
  const value = numberArgument(context, args, call);
  const places = args[1];
  if (typeof places?.constant !== "number" || !isInteger(places.type))
    throw context.unsupported(
      call,
      "round with a number of places that is not a literal is not supported on this machine",
    );
  if (places.constant < 0)
    throw context.unsupported(call, "round to tens and hundreds is not supported on this machine");
  if (places.constant > 300)
    throw context.unsupported(call, "round to that many places is not supported on this machine");
  if (isInteger(value.type)) return value;
  if (value.type.kind !== "decimal") {
    const factor = sql`CAST(${literal(`1e${places.constant}`)} AS DOUBLE)`;
    return typed(
      sql`CAST(trino_round(CAST(${value.sql} AS DOUBLE), ${factor}) AS ${duckType(value.type)})`,
      value.type,
      call,
    );
  }
  const rounded = sql`round(${value.sql}, ${places.constant})`;
  const type = decimal(Math.min(38, value.type.precision + 1), value.type.scale);
  return typed(sql`CAST(${rounded} AS ${duckType(type)})`, type, call);
};

const extreme =
  (name: "greatest" | "least"): FunctionRule =>
  (context, args, call) => {
    expectArguments(context, args, 1, 100, call);
    const { values, type } = unify(context, args, `The arguments of ${name}`);
    // A NULL among the arguments makes NULL in Trino; DuckDB skips it.
    const nulls = values.map((value) => sql`${value.sql} IS NULL`);
    const list = values.map((value) => value.sql);
    return typed(sql`CASE WHEN ${join(nulls, " OR ")} THEN NULL ELSE ${name}(${join(list, ", ")}) END`, type, call);
  };

const sign: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = numberArgument(context, args, call);
  const type: Type = value.type.kind === "decimal" ? decimal(1, 0) : value.type;
  return typed(sql`CAST(sign(${value.sql}) AS ${duckType(type)})`, type, call);
};

const abs: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = numberArgument(context, args, call);
  return typed(sql`abs(${value.sql})`, value.type, call);
};

const mod: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 2, call);
  return arithmetic(context, "%", argument(context, args, 0, call), argument(context, args, 1, call), call);
};

const truncate: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = numberArgument(context, args, call);
  const digits = asDecimal(value.type);
  if (digits === undefined) return typed(sql`trunc(${value.sql})`, value.type, call);
  const type = decimal(Math.max(digits.precision - digits.scale, 1), 0);
  return isInteger(value.type) ? value : typed(sql`CAST(trunc(${value.sql}) AS ${duckType(type)})`, type, call);
};

/** Numbers whose result has the argument's type. */
export const numberRules: FunctionRules = {
  abs,
  sign,
  mod,
  round,
  truncate,
  ceil: toWhole("ceil"),
  ceiling: toWhole("ceil"),
  floor: toWhole("floor"),
  greatest: extreme("greatest"),
  least: extreme("least"),
};
