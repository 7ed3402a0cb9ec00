import { coerce } from "../casts/convert.ts";
import { containsRawJson } from "../operators/operators.ts";
import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { join, literal, type Sql, sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { bigint, boolean, json, trinoName, varchar } from "../types/types.ts";
import { duckPath, jsonSteps } from "./json-path.ts";
import { argument, expectArguments, type FunctionRule, type FunctionRules } from "./rule.ts";

function jsonArgument(context: Context, args: readonly Typed[], call: Call): Sql {
  const value = argument(context, args, 0, call);
  if (value.type.kind === "json" || value.type.kind === "varchar") return value.sql;
  if (value.type.kind === "unknown") return coerce(context, value, varchar).sql;
  throw context.mistake(value.span, `${call.name.text} needs json or varchar, not ${trinoName(value.type)}`);
}

function withPath(
  macro: "trino_json_extract" | "trino_json_extract_scalar" | "trino_json_size",
  type: Typed["type"],
): FunctionRule {
  return (context, args, call) => {
    expectArguments(context, args, 2, 2, call);
    const path = duckPath(jsonSteps(context, argument(context, args, 1, call)));
    const value = argument(context, args, 0, call);
    // A part of JSON whose keys are not in Trino's order is in no better order.
    const result = type.kind === "json" && containsRawJson(value.type) ? value.type : type;
    return typed(sql`${macro}(${jsonArgument(context, args, call)}, ${literal(path)})`, result, call);
  };
}

/** SQL/JSON in lax mode looks into arrays where a key is asked for; then we refuse at run time. */
function laxPath(macro: "trino_json_value" | "trino_json_exists", type: Typed["type"]): FunctionRule {
  return (context, args, call) => {
    expectArguments(context, args, 2, 2, call);
    const steps = jsonSteps(context, argument(context, args, 1, call));
    const value = coerce(context, argument(context, args, 0, call), varchar).sql;
    const arrays = steps.flatMap((step, index) =>
      "key" in step ? [sql`(json_type(${value}, ${literal(duckPath(steps.slice(0, index)))}) = 'ARRAY')`] : [],
    );
    const guard = arrays.length === 0 ? sql`false` : join(arrays, " OR ");
    return typed(sql`${macro}(${value}, ${literal(duckPath(steps))}, ${guard})`, type, call);
  };
}

const jsonParse: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  return typed(
    sql`json(${coerce(context, argument(context, args, 0, call), varchar).sql})`,
    { kind: "json", raw: true },
    call,
  );
};

const jsonFormat: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 1, 1, call);
  const value = argument(context, args, 0, call);
  if (value.type.kind !== "json")
    throw context.mistake(value.span, `json_format needs json, not ${trinoName(value.type)}`);
  if (containsRawJson(value.type))
    throw context.unsupported(call, "json_format of json_parse is not supported on this machine: Trino sorts the keys");
  return typed(sql`CAST(${value.sql} AS VARCHAR)`, varchar, call);
};

/** JSON functions with a path, and those that make or print JSON. */
export const jsonRules: FunctionRules = {
  json_extract: withPath("trino_json_extract", json),
  json_extract_scalar: withPath("trino_json_extract_scalar", varchar),
  json_size: withPath("trino_json_size", bigint),
  json_value: laxPath("trino_json_value", varchar),
  json_exists: laxPath("trino_json_exists", boolean),
  json_parse: jsonParse,
  json_format: jsonFormat,
};
