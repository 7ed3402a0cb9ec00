import {
  DuckDBArrayType,
  DuckDBDecimalType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from "@duckdb/node-api";
import type { ResultColumn } from "../../protocol/query.ts";

/**
 * DuckDB types that have one Trino name. The lake's times are milliseconds (as Athena's are), so DuckDB's
 * microsecond types carry that name too.
 */
const names: ReadonlyMap<DuckDBTypeId, string> = new Map([
  [DuckDBTypeId.BOOLEAN, "boolean"],
  [DuckDBTypeId.TINYINT, "tinyint"],
  [DuckDBTypeId.SMALLINT, "smallint"],
  [DuckDBTypeId.INTEGER, "integer"],
  [DuckDBTypeId.BIGINT, "bigint"],
  [DuckDBTypeId.UTINYINT, "smallint"],
  [DuckDBTypeId.USMALLINT, "integer"],
  [DuckDBTypeId.UINTEGER, "bigint"],
  [DuckDBTypeId.UBIGINT, "decimal(20,0)"],
  [DuckDBTypeId.HUGEINT, "decimal(38,0)"],
  [DuckDBTypeId.UHUGEINT, "decimal(38,0)"],
  [DuckDBTypeId.FLOAT, "real"],
  [DuckDBTypeId.DOUBLE, "double"],
  [DuckDBTypeId.BLOB, "varbinary"],
  [DuckDBTypeId.DATE, "date"],
  [DuckDBTypeId.TIME, "time(6)"],
  [DuckDBTypeId.TIME_NS, "time(9)"],
  [DuckDBTypeId.TIME_TZ, "time(6) with time zone"],
  [DuckDBTypeId.TIMESTAMP, "timestamp(3)"],
  [DuckDBTypeId.TIMESTAMP_MS, "timestamp(3)"],
  [DuckDBTypeId.TIMESTAMP_S, "timestamp(0)"],
  [DuckDBTypeId.TIMESTAMP_NS, "timestamp(9)"],
  [DuckDBTypeId.TIMESTAMP_TZ, "timestamp(3) with time zone"],
  [DuckDBTypeId.INTERVAL, "interval day to second"],
  [DuckDBTypeId.UUID, "uuid"],
  [DuckDBTypeId.SQLNULL, "unknown"],
]);

/** Trino's name of a type; a type that Trino has not is shown as the `varchar` that its values become. */
export function trinoType(type: DuckDBType): string {
  if (type instanceof DuckDBDecimalType) return `decimal(${type.width},${type.scale})`;
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return `array(${trinoType(type.valueType)})`;
  if (type instanceof DuckDBMapType) return `map(${trinoType(type.keyType)}, ${trinoType(type.valueType)})`;
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.map((name, index) => {
      const field = type.entryTypes[index];
      return `${fieldName(name)} ${field === undefined ? "unknown" : trinoType(field)}`;
    });
    return `row(${fields.join(", ")})`;
  }
  if (isJson(type)) return "json";
  return names.get(type.typeId) ?? "varchar";
}

/** How a column's cells are drawn and compared. */
export function kindOf(type: DuckDBType): ResultColumn["kind"] {
  if (isNested(type) || isJson(type)) return "nested";
  if (isInteger(type) || isFraction(type)) return "number";
  if (isMoment(type)) return "time";
  return type.typeId === DuckDBTypeId.BOOLEAN ? "boolean" : "text";
}

/** JSON in DuckDB is a text with an alias. */
export function isJson(type: DuckDBType): boolean {
  return type.typeId === DuckDBTypeId.VARCHAR && type.alias === "JSON";
}

export function isNested(type: DuckDBType): boolean {
  return (
    type instanceof DuckDBListType ||
    type instanceof DuckDBArrayType ||
    type instanceof DuckDBMapType ||
    type instanceof DuckDBStructType
  );
}

/** Integers that always fit a JSON number. */
export function isSmallInteger(type: DuckDBType): boolean {
  return smallIntegers.has(type.typeId);
}

export function isInteger(type: DuckDBType): boolean {
  return smallIntegers.has(type.typeId) || largeIntegers.has(type.typeId);
}

export function isFraction(type: DuckDBType): boolean {
  return (
    type.typeId === DuckDBTypeId.FLOAT || type.typeId === DuckDBTypeId.DOUBLE || type.typeId === DuckDBTypeId.DECIMAL
  );
}

/** A date or a timestamp: a point on the calendar that can be compared with an ISO 8601 text. */
export function isMoment(type: DuckDBType): boolean {
  return type.typeId === DuckDBTypeId.DATE || isTimestamp(type);
}

export function isTimestamp(type: DuckDBType): boolean {
  return timestamps.has(type.typeId);
}

const smallIntegers: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
]);

const largeIntegers: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);

const timestamps: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
]);

/** Athena keeps field names in lower case; a name that is no plain word is quoted, as Trino prints it. */
function fieldName(name: string): string {
  const lower = name.toLowerCase();
  return /^[a-z_][a-z0-9_]*$/.test(lower) ? lower : `"${lower.replaceAll('"', '""')}"`;
}
