import { identifier, join, type Sql, sql } from "../text/sql-text.ts";

/** A Trino type as far as translating needs it. */
export type Type =
  | { readonly kind: SimpleKind }
  /** `logDay` is the text of `dt`: a day, `YYYY-MM-DD`. */
  | { readonly kind: "varchar"; readonly length?: number; readonly logDay?: true }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "timestamp"; readonly precision: number }
  /** `zone` is the zone that its values print in, known while translating; UTC unless the statement says otherwise. */
  | { readonly kind: "timestamptz"; readonly precision: number; readonly zone: string }
  /** `raw` is JSON whose keys Trino would have sorted (`json_parse`): it may be read but not printed or compared. */
  | { readonly kind: "json"; readonly raw?: boolean }
  | { readonly kind: "array"; readonly element: Type }
  | { readonly kind: "map"; readonly key: Type; readonly value: Type }
  | { readonly kind: "row"; readonly fields: readonly RowField[] }
  /** NULL, or a parameter without a declared type: takes any type that its place asks for. */
  | { readonly kind: "unknown" };

export type SimpleKind =
  | "boolean"
  | "tinyint"
  | "smallint"
  | "integer"
  | "bigint"
  | "real"
  | "double"
  | "date"
  | "time"
  | "interval day to second"
  | "interval year to month"
  | "varbinary"
  | "ipaddress"
  | "uuid";

export interface RowField {
  readonly name: string | undefined;
  readonly type: Type;
}

export const unknown: Type = { kind: "unknown" };
export const boolean: Type = { kind: "boolean" };
export const integer: Type = { kind: "integer" };
export const bigint: Type = { kind: "bigint" };
export const real: Type = { kind: "real" };
export const double: Type = { kind: "double" };
export const varchar: Type = { kind: "varchar" };
export const varbinary: Type = { kind: "varbinary" };
export const date: Type = { kind: "date" };
export const json: Type = { kind: "json" };
export const daySecond: Type = { kind: "interval day to second" };
export const yearMonth: Type = { kind: "interval year to month" };

export function timestamp(precision = 3): Type {
  return { kind: "timestamp", precision };
}

export function timestamptz(precision = 3, zone = "UTC"): Type {
  return { kind: "timestamptz", precision, zone };
}

export function arrayOf(element: Type): Type {
  return { kind: "array", element };
}

export function decimal(precision: number, scale: number): Type {
  return { kind: "decimal", precision, scale };
}

const integers = ["tinyint", "smallint", "integer", "bigint"];

export function isInteger(type: Type): boolean {
  return integers.includes(type.kind);
}

export function isNumber(type: Type): boolean {
  return isInteger(type) || type.kind === "decimal" || type.kind === "real" || type.kind === "double";
}

/** The types that a type is directly made of. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "array":
      return [type.element];
    case "map":
      return [type.key, type.value];
    case "row":
      return type.fields.map((field) => field.type);
    default:
      return [];
  }
}

/** Trino's name of a type, as `typeof` prints it. */
export function trinoName(type: Type): string {
  switch (type.kind) {
    case "varchar":
      return type.length === undefined ? "varchar" : `varchar(${type.length})`;
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "timestamp":
      return `timestamp(${type.precision})`;
    case "timestamptz":
      return `timestamp(${type.precision}) with time zone`;
    case "time":
      return "time(3)";
    case "array":
      return `array(${trinoName(type.element)})`;
    case "map":
      return `map(${trinoName(type.key)}, ${trinoName(type.value)})`;
    case "row":
      return `row(${type.fields.map(({ name, type: field }) => (name === undefined ? "" : `${name} `) + trinoName(field)).join(", ")})`;
    default:
      return type.kind;
  }
}

const duckSimple = {
  boolean: "BOOLEAN",
  tinyint: "TINYINT",
  smallint: "SMALLINT",
  integer: "INTEGER",
  bigint: "BIGINT",
  real: "FLOAT",
  double: "DOUBLE",
  date: "DATE",
  time: "TIME",
  "interval day to second": "INTERVAL",
  "interval year to month": "INTERVAL",
  varbinary: "BLOB",
  // 128 bits, IPv4 as ::ffff:a.b.c.d, so that a network is a range of numbers.
  ipaddress: "UHUGEINT",
  uuid: "UUID",
  varchar: "VARCHAR",
  timestamp: "TIMESTAMP",
  timestamptz: "TIMESTAMPTZ",
  json: "JSON",
  unknown: "INTEGER",
} as const satisfies Readonly<
  Record<SimpleKind | "varchar" | "timestamp" | "timestamptz" | "json" | "unknown", string>
>;

/** The DuckDB type that holds values of a Trino type. */
export function duckType(type: Type): Sql {
  switch (type.kind) {
    case "decimal":
      return sql`DECIMAL(${type.precision},${type.scale})`;
    case "array":
      return sql`${duckType(type.element)}[]`;
    case "map":
      return sql`MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case "row":
      return sql`STRUCT(${join(
        type.fields.map((field, index) => sql`${structField(field, index)} ${duckType(field.type)}`),
        ", ",
      )})`;
    default:
      return sql`${duckSimple[type.kind]}`;
  }
}

/** Whether DuckDB holds both types in the same way, so that a value of one is one of the other. */
export function sameInDuckDB(a: Type, b: Type): boolean {
  if (a.kind === "decimal" && b.kind === "decimal") return a.precision === b.precision && a.scale === b.scale;
  if (a.kind === "array" && b.kind === "array") return sameInDuckDB(a.element, b.element);
  if (a.kind === "map" && b.kind === "map") return sameInDuckDB(a.key, b.key) && sameInDuckDB(a.value, b.value);
  if (a.kind === "row" && b.kind === "row")
    return (
      a.fields.length === b.fields.length &&
      a.fields.every((field, index) => {
        const other = b.fields[index];
        return (
          other !== undefined &&
          structFieldName(field, index) === structFieldName(other, index) &&
          sameInDuckDB(field.type, other.type)
        );
      })
    );
  const nested = ["decimal", "array", "map", "row"];
  if (nested.includes(a.kind) || nested.includes(b.kind)) return false;
  return duckSimple[a.kind as keyof typeof duckSimple] === duckSimple[b.kind as keyof typeof duckSimple];
}

/** The quoted name that a row's field has in DuckDB's struct, where every field needs one. */
export function structField(field: RowField, index: number): Sql {
  return identifier(structFieldName(field, index));
}

/** The same name without quotes. */
export function structFieldName(field: RowField, index: number): string {
  return field.name ?? `_${index}`;
}
