import type { Context } from "../scope/context.ts";
import { join, literal, type Sql, sql } from "../text/sql-text.ts";
import { commonType, convertsTo, sameType } from "../types/common-type.ts";
import type { Typed } from "../types/typed.ts";
import { duckType, sameInDuckDB, structField, structFieldName, type Type, trinoName } from "../types/types.ts";

/**
 * Converts as Trino does without a CAST.
 * @throws TenantTrailError where Trino asks for one.
 */
export function coerce(context: Context, value: Typed, to: Type): Typed {
  if (value.parameter !== undefined && value.type.kind === "unknown") context.parameterUses.set(value.span.start, to);
  if (sameType(value.type, to)) return value;
  if (!convertsTo(value.type, to))
    throw context.mistake(value.span, `This is ${trinoName(value.type)} where ${trinoName(to)} is needed; CAST it`);
  return { ...value, sql: implicit(context, value.sql, value.type, to), type: to };
}

/** Text for an implicit conversion between types that have a common one. */
export function implicit(context: Context, value: Sql, from: Type, to: Type): Sql {
  if (from.kind === "unknown") return sql`CAST(${value} AS ${duckType(to)})`;
  if (from.kind === "array" && to.kind === "array") {
    if (sameInDuckDB(from, to)) return value;
    return mapList(context, value, (element) => implicit(context, element, from.element, to.element));
  }
  if (from.kind === "map" && to.kind === "map" && !sameInDuckDB(from, to)) {
    const keys = mapList(context, sql`map_keys(${value})`, (key) => implicit(context, key, from.key, to.key));
    const values = mapList(context, sql`map_values(${value})`, (item) => implicit(context, item, from.value, to.value));
    return sql`map(${keys}, ${values})`;
  }
  if (from.kind === "row" && to.kind === "row") {
    if (sameInDuckDB(from, to)) return value;
    return mapRow(value, from, to, (field, a, b) => implicit(context, field, a, b));
  }
  if (to.kind === "timestamptz") {
    if (from.kind === "timestamptz") return value;
    return sql`timezone('UTC', CAST(${value} AS TIMESTAMP))`;
  }
  return sameInDuckDB(from, to) ? value : sql`CAST(${value} AS ${duckType(to)})`;
}

/** A list with each element made another one. */
export function mapList(context: Context, list: Sql, each: (element: Sql) => Sql): Sql {
  const name = context.unique();
  return sql`list_transform(trino_each(${list}), lambda ${name}: ${each(name)})`;
}

/** A row with each field made another one, by position, because DuckDB casts structs by name. */
export function mapRow(
  row: Sql,
  from: Extract<Type, { kind: "row" }>,
  to: Extract<Type, { kind: "row" }>,
  each: (field: Sql, from: Type, to: Type) => Sql,
): Sql {
  const fields = to.fields.map((field, index) => {
    const source = from.fields[index];
    if (source === undefined) throw new RangeError("rows of different lengths");
    const value = sql`struct_extract(${row}, ${literal(structFieldName(source, index))})`;
    return sql`${structField(field, index)} := ${each(value, source.type, field.type)}`;
  });
  return sql`CASE WHEN ${row} IS NULL THEN NULL ELSE struct_pack(${join(fields, ", ")}) END`;
}

/** Converts all to their common type. */
export function unify(context: Context, values: readonly Typed[], what: string): { values: Typed[]; type: Type } {
  let type: Type = { kind: "unknown" };
  for (const value of values) {
    const common = commonType(type, value.type);
    if (common === undefined)
      throw context.mistake(
        value.span,
        `${what} must have one type: ${trinoName(type)} and ${trinoName(value.type)} differ`,
      );
    type = common;
  }
  if (type.kind === "timestamptz" && type.zone === "" && values[0] !== undefined)
    throw context.unsupported(
      values[0].span,
      `${what} in different time zones are not supported on this machine; use at_timezone`,
    );
  return { values: values.map((value) => coerce(context, value, type)), type };
}

/** A parameter or NULL that no place gave a type is text, as in a literal. */
export function settle(value: Typed): Typed {
  if (value.type.kind !== "unknown") return value;
  return { ...value, sql: sql`CAST(${value.sql} AS VARCHAR)` };
}
