import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { literal, type Sql, sql } from "../text/sql-text.ts";
import { duckType, type Type, trinoName } from "../types/types.ts";

/** The error for a cast that Trino does not have. */
export function noCast(context: Context, from: Type, to: Type, span: Span) {
  return context.mistake(span, `Cannot cast ${trinoName(from)} to ${trinoName(to)}`);
}

/** The text of a time in the zone that its type prints in. */
export function localTime(value: Sql, type: Type): Sql {
  return type.kind === "timestamptz" ? sql`timezone(${literal(type.zone)}, ${value})` : value;
}

const fraction: ReadonlyMap<number, string> = new Map([
  [0, ""],
  [3, ".%g"],
  [6, ".%f"],
]);

/** CAST(x AS varchar) as Trino prints values: `1.0E0`, times with their declared digits. */
export function toText(
  context: Context,
  value: Sql,
  from: Type,
  to: Extract<Type, { kind: "varchar" }>,
  span: Span,
): Sql {
  const limit = to.length;
  if (from.kind === "varchar") {
    const fits = limit === undefined || (from.length !== undefined && from.length <= limit);
    return fits ? value : sql`left(${value}, ${limit})`;
  }
  const whole = wholeText(context, value, from, span);
  return limit === undefined ? whole : sql`trino_fitting(${whole}, ${limit})`;
}

function wholeText(context: Context, value: Sql, from: Type, span: Span): Sql {
  switch (from.kind) {
    case "double":
    case "real":
      return sql`trino_double_text(CAST(${value} AS VARCHAR))`;
    case "timestamp":
    case "timestamptz": {
      const pattern = fraction.get(from.precision);
      const local = localTime(value, from);
      const shown =
        pattern === undefined
          ? sql`left(strftime(${local}, '%Y-%m-%d %H:%M:%S.%f'), ${20 + from.precision})`
          : sql`strftime(${local}, ${literal(`%Y-%m-%d %H:%M:%S${pattern}`)})`;
      return from.kind === "timestamp" ? shown : sql`(${shown} || ${literal(` ${from.zone}`)})`;
    }
    case "unknown":
      return sql`CAST(${value} AS VARCHAR)`;
    case "decimal": {
      // One digit more before the point, because DuckDB leaves out the zero where the type has no place for it.
      const wider = from.precision === from.scale && from.precision < 38;
      return sql`CAST(${wider ? sql`CAST(${value} AS DECIMAL(${from.precision + 1},${from.scale}))` : value} AS VARCHAR)`;
    }
    case "ipaddress":
      return sql`trino_ip_text(${value})`;
    case "boolean":
    case "tinyint":
    case "smallint":
    case "integer":
    case "bigint":
    case "date":
    case "uuid":
      return sql`CAST(${value} AS VARCHAR)`;
    case "time":
    case "interval day to second":
    case "interval year to month":
      throw context.unsupported(span, `CAST from ${trinoName(from)} to varchar is not supported on this machine`);
    default:
      throw noCast(context, from, { kind: "varchar" }, span);
  }
}

/**
 * TRY_CAST(text AS type) without an error that is raised and caught for each row, which takes long; undefined for types
 * that have no such form.
 */
export function fromTextOrNull(value: Sql, to: Type): Sql | undefined {
  switch (to.kind) {
    case "tinyint":
    case "smallint":
    case "integer":
    case "bigint":
      return sql`TRY_CAST(trino_integer_or_null(${value}) AS ${duckType(to)})`;
    case "real":
    case "double":
      return sql`TRY_CAST(trino_double_or_null(${value}) AS ${duckType(to)})`;
    case "decimal":
      return sql`TRY_CAST(trino_decimal_or_null(${value}) AS ${duckType(to)})`;
    case "date":
      return sql`TRY_CAST(trino_date_or_null(${value}) AS DATE)`;
    case "timestamp":
      return sql`trino_round_time(TRY_CAST(trino_timestamp_or_null(${value}) AS TIMESTAMP), ${10 ** (6 - to.precision)})`;
    case "ipaddress":
      return sql`trino_ip_or_null(${value})`;
    default:
      return undefined;
  }
}

/** CAST(text AS type): Trino takes fewer spellings than DuckDB, and an unfit text is an error. */
export function fromText(context: Context, value: Sql, to: Type, span: Span): Sql {
  switch (to.kind) {
    case "tinyint":
    case "smallint":
    case "integer":
    case "bigint":
      return sql`CAST(trino_integer_text(${value}, ${literal(trinoName(to).toUpperCase())}) AS ${duckType(to)})`;
    case "real":
    case "double":
      return sql`CAST(trino_double_number(${value}, ${literal(trinoName(to).toUpperCase())}) AS ${duckType(to)})`;
    case "decimal":
      return sql`CAST(trino_decimal_text(${value}, ${literal(trinoName(to).toUpperCase())}) AS ${duckType(to)})`;
    case "boolean":
      return sql`trino_boolean(${value})`;
    case "date":
      return sql`CAST(trino_date_text(${value}) AS DATE)`;
    case "timestamp":
      return sql`trino_round_time(CAST(trino_timestamp_text(${value}) AS TIMESTAMP), ${10 ** (6 - to.precision)})`;
    case "ipaddress":
      return sql`trino_ip(${value})`;
    case "uuid":
      return sql`CAST(${value} AS UUID)`;
    case "varbinary":
      return sql`encode(${value})`;
    case "timestamptz":
      throw context.unsupported(
        span,
        "CAST from varchar to timestamp with time zone is not supported on this machine; use from_iso8601_timestamp",
      );
    default:
      throw noCast(context, { kind: "varchar" }, to, span);
  }
}
