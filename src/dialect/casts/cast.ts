import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { type Sql, sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { duckType, isInteger, isNumber, type Type, trinoName } from "../types/types.ts";
import { castFromJson, castToJson } from "./cast-json.ts";
import { fromText, localTime, noCast, toText } from "./cast-text.ts";
import { implicit, mapList, mapRow } from "./convert.ts";

/**
 * CAST as Trino does it: stricter about text than DuckDB, another text for doubles and times.
 * @throws TenantTrailError for a cast that Trino does not have.
 */
export function cast(context: Context, value: Typed, to: Type, span: Span): Typed {
  if (value.type.kind === "unknown") return typed(sql`CAST(${value.sql} AS ${duckType(to)})`, to, span);
  const target = to.kind === "timestamptz" && value.type.kind === "timestamptz" ? { ...to, zone: value.type.zone } : to;
  const type = value.type.kind === "json" && value.type.raw === true ? withRawJson(target) : target;
  return typed(castSql(context, value.sql, value.type, target, span), type, span);
}

/** JSON taken out of JSON whose keys are not in Trino's order is not either. */
function withRawJson(type: Type): Type {
  switch (type.kind) {
    case "json":
      return { ...type, raw: true };
    case "array":
      return { ...type, element: withRawJson(type.element) };
    case "map":
      return { ...type, value: withRawJson(type.value) };
    case "row":
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: withRawJson(field.type) })) };
    default:
      return type;
  }
}

/** The text of a cast. */
export function castSql(context: Context, value: Sql, from: Type, to: Type, span: Span): Sql {
  if (to.kind === "json") return castToJson(context, value, from, span);
  if (from.kind === "json") return castFromJson(context, value, from, to, span);
  if (to.kind === "varchar") return toText(context, value, from, to, span);
  if (from.kind === "varchar") return fromText(context, value, to, span);
  if (from.kind === "array" && to.kind === "array")
    return mapList(context, value, (element) => castSql(context, element, from.element, to.element, span));
  if (from.kind === "map" && to.kind === "map") {
    const keys = mapList(context, sql`map_keys(${value})`, (key) => castSql(context, key, from.key, to.key, span));
    const items = mapList(context, sql`map_values(${value})`, (item) =>
      castSql(context, item, from.value, to.value, span),
    );
    return sql`map(${keys}, ${items})`;
  }
  if (from.kind === "row" && to.kind === "row") {
    if (from.fields.length !== to.fields.length) throw noCast(context, from, to, span);
    return mapRow(value, from, to, (field, a, b) => castSql(context, field, a, b, span));
  }
  if ((isNumber(from) || from.kind === "boolean") && (isNumber(to) || to.kind === "boolean")) {
    const floating = from.kind === "double" || from.kind === "real";
    if (floating && isInteger(to)) return sql`CAST(round(${value}) AS ${duckType(to)})`;
    return from.kind === to.kind && from.kind !== "decimal" ? value : sql`CAST(${value} AS ${duckType(to)})`;
  }
  const time = castTime(context, value, from, to);
  if (time !== undefined) return time;
  if (from.kind === "unknown" || from.kind === to.kind) return implicit(context, value, from, to);
  if (from.kind === "ipaddress" || to.kind === "ipaddress" || from.kind === "uuid" || to.kind === "uuid")
    throw context.unsupported(
      span,
      `CAST from ${trinoName(from)} to ${trinoName(to)} is not supported on this machine`,
    );
  throw noCast(context, from, to, span);
}

function castTime(context: Context, value: Sql, from: Type, to: Type): Sql | undefined {
  if (from.kind === "timestamp" || from.kind === "timestamptz") {
    if (to.kind === "date") return sql`CAST(${localTime(value, from)} AS DATE)`;
    if (to.kind !== "timestamp" && to.kind !== "timestamptz") return undefined;
    const moved =
      to.kind === from.kind
        ? value
        : to.kind === "timestamp"
          ? localTime(value, from)
          : implicit(context, value, from, to);
    if (to.precision >= from.precision) return moved;
    const micros = 10 ** (6 - to.precision);
    return to.kind === "timestamp"
      ? sql`trino_round_time(${moved}, ${micros})`
      : sql`timezone('UTC', trino_round_time(timezone('UTC', ${moved}), ${micros}))`;
  }
  if (from.kind === "date" && (to.kind === "timestamp" || to.kind === "timestamptz"))
    return implicit(context, value, from, to);
  return undefined;
}
