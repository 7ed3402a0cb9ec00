import {
  DuckDBArrayType,
  DuckDBDecimalType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from "@duckdb/node-api";
import { literal } from "../../duckdb/database.ts";
import { isInteger, isNested, isSmallInteger, isTimestamp } from "./trino-types.ts";

/*
 * How a value becomes JSON, written as SQL so that the engine does it in parallel and the same rules hold for
 * windows, copies and exports:
 *
 * - timestamps are `YYYY-MM-DDTHH:MM:SS.mmmZ`, with six or nine digits only where finer ones exist; dates `YYYY-MM-DD`;
 * - integers are numbers up to ±(2^53 - 1), strings beyond;
 * - decimals are numbers up to 15 digits, which a double keeps exactly, strings beyond;
 * - NaN and the infinities are the strings `NaN`, `Infinity` and `-Infinity`;
 * - bytes are lower-case hexadecimal; intervals, times of day, UUIDs and JSON columns are their text;
 * - arrays are arrays, rows and maps are objects (a key of a map is its text).
 */

const largestSafeInteger = Number.MAX_SAFE_INTEGER;
const digitsOfADouble = 15;

/** An SQL expression of DuckDB's type JSON (or NULL) for the value of an expression. */
export function jsonValue(value: string, type: DuckDBType): string {
  if (isJsonAlready(type)) return `to_json(${value})`;
  if (type.typeId === DuckDBTypeId.UBIGINT || type.typeId === DuckDBTypeId.UHUGEINT)
    return jsonWhen(value, `${value} <= ${largestSafeInteger}`);
  if (isInteger(type)) return jsonWhen(value, `${value} BETWEEN -${largestSafeInteger} AND ${largestSafeInteger}`);
  if (type instanceof DuckDBDecimalType) return jsonWhen(value, isExactAsDouble(value, type));
  if (type.typeId === DuckDBTypeId.DOUBLE)
    return `CASE WHEN isfinite(${value}) THEN to_json(${value}) ELSE to_json(${notFinite(value)}) END`;
  // A float is written by its own shortest digits, because as a double 0.1 would read 0.10000000149011612.
  if (type.typeId === DuckDBTypeId.FLOAT)
    return `CASE WHEN isfinite(${value}) THEN ${value}::VARCHAR::JSON ELSE to_json(${notFinite(value)}) END`;
  if (isNested(type)) return nestedJson(value, type);
  return `to_json(${displayText(value, type)})`;
}

/** An SQL expression of type VARCHAR (or NULL): what the value looks like in a grid, a CSV file or a search. */
export function displayText(value: string, type: DuckDBType): string {
  if (isNested(type)) return `CASE WHEN ${value} IS NULL THEN NULL ELSE ${nestedJson(value, type)}::VARCHAR END`;
  if (isTimestamp(type)) return isoTimestamp(value, type);
  switch (type.typeId) {
    case DuckDBTypeId.BLOB:
      return `lower(hex(${value}))`;
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      // Whole numbers are written as JavaScript shows them: without a point.
      return `CASE WHEN NOT isfinite(${value}) THEN ${notFinite(value)} WHEN ${value} = trunc(${value}) AND abs(${value}) < 1e15 THEN ${value}::BIGINT::VARCHAR ELSE ${value}::VARCHAR END`;
    default:
      return `${value}::VARCHAR`;
  }
}

/** A condition: the decimal has at most 15 digits, which a double keeps exactly. */
export function isExactAsDouble(value: string, type: DuckDBDecimalType): string {
  return type.width <= digitsOfADouble ? "true" : `abs(${value}) < ${powerOfTen(digitsOfADouble - type.scale)}`;
}

function jsonWhen(value: string, exact: string): string {
  return `CASE WHEN ${exact} THEN to_json(${value}) ELSE to_json(${value}::VARCHAR) END`;
}

function notFinite(value: string): string {
  return `CASE WHEN isnan(${value}) THEN 'NaN' WHEN ${value} > 0 THEN 'Infinity' WHEN ${value} < 0 THEN '-Infinity' END`;
}

/** Types that DuckDB's own `to_json` writes by the rules above. */
function isJsonAlready(type: DuckDBType): boolean {
  if (type.typeId === DuckDBTypeId.BOOLEAN || isSmallInteger(type) || type.typeId === DuckDBTypeId.DATE) return true;
  if (type.typeId === DuckDBTypeId.VARCHAR) return type.alias === undefined;
  if (type instanceof DuckDBDecimalType) return type.width <= digitsOfADouble;
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return isJsonAlready(type.valueType);
  if (type instanceof DuckDBStructType) return type.entryTypes.every(isJsonAlready);
  return false;
}

function nestedJson(value: string, type: DuckDBType, depth = 0): string {
  const inner = (expression: string, element: DuckDBType): string =>
    isNested(element) ? nestedJson(expression, element, depth + 1) : jsonValue(expression, element);
  if (isJsonAlready(type)) return `to_json(${value})`;
  const item = `item${depth}`;
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) {
    const list = type instanceof DuckDBArrayType ? `${value}::${type.valueType}[]` : value;
    return orNull(value, `to_json(list_transform(${list}, lambda ${item}: ${inner(item, type.valueType)}))`);
  }
  if (type instanceof DuckDBMapType) {
    const entry = `struct_pack(k := ${displayText(`${item}.key`, type.keyType)}, v := ${inner(`${item}.value`, type.valueType)})`;
    return orNull(value, `to_json(map_from_entries(list_transform(map_entries(${value}), lambda ${item}: ${entry})))`);
  }
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.map((name, index) => {
      const fieldType = type.entryTypes[index];
      const field = `struct_extract(${value}, ${literal(name)})`;
      return `${literal(name)}, ${fieldType === undefined ? "NULL" : inner(field, fieldType)}`;
    });
    return orNull(value, `json_object(${fields.join(", ")})`);
  }
  return jsonValue(value, type);
}

function orNull(value: string, expression: string): string {
  return `CASE WHEN ${value} IS NULL THEN NULL ELSE ${expression} END`;
}

function isoTimestamp(value: string, type: DuckDBType): string {
  const seconds = "%Y-%m-%dT%H:%M:%S";
  // Nanoseconds go by the cast, because `strftime` with `%n` writes past them (DuckDB 1.5.5).
  if (type.typeId === DuckDBTypeId.TIMESTAMP_NS)
    return `CASE WHEN NOT isfinite(${value}) THEN ${value}::VARCHAR WHEN epoch_ns(${value}) % 1000000 = 0 THEN strftime(${value}::TIMESTAMP, '${seconds}.%gZ') ELSE rpad(replace(${value}::VARCHAR, ' ', 'T'), 29, '0') || 'Z' END`;
  const utc = type.typeId === DuckDBTypeId.TIMESTAMP_TZ ? `timezone('UTC', ${value})` : `${value}::TIMESTAMP`;
  return `CASE WHEN NOT isfinite(${value}) THEN ${value}::VARCHAR WHEN epoch_us(${utc}) % 1000 = 0 THEN strftime(${utc}, '${seconds}.%gZ') ELSE strftime(${utc}, '${seconds}.%fZ') END`;
}

/** A power of ten as a decimal literal, so that the comparison stays exact. */
function powerOfTen(exponent: number): string {
  return exponent >= 0 ? `1${"0".repeat(exponent)}` : `0.${"0".repeat(-exponent - 1)}1`;
}
