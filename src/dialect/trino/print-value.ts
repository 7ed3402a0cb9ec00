import { TenantTrailError } from "../../protocol/errors.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import { join, plainWord, type Sql, sql, trinoText } from "../text/sql-text.ts";
import { arrayOf, bigint, boolean, double, type Type, trinoName, unknown, varchar } from "../types/types.ts";

type Single = Exclude<ParameterValue, readonly unknown[]>;

/** Athena takes at most 254 elements in one array literal (athena.md §1). */
const arrayElements = 254;

/**
 * A parameter's value as a literal of a Trino type: a text never becomes anything but the inside of quotes.
 *
 * @param type `unknown` for the type that the value itself has.
 * @throws TenantTrailError `bad-argument` for a value that the type does not have.
 */
export function printValue(value: ParameterValue, type: Type): Sql {
  if (isList(value)) return printArray(value, type.kind === "array" ? type.element : unknown);
  if (value === null) return type.kind === "unknown" ? sql`NULL` : sql`CAST(NULL AS ${typeWords(type)})`;
  const of = type.kind === "unknown" ? typeOf(value) : type;
  const text = String(value);
  switch (of.kind) {
    case "varchar":
      return trinoText(text);
    case "boolean":
      return sql`${requireForm(text, of, /^(true|false)$/i).toLowerCase() === "true" ? "TRUE" : "FALSE"}`;
    case "tinyint":
    case "smallint":
    case "integer":
    case "bigint":
      return sql`${plainWord(of.kind.toUpperCase())} ${trinoText(requireForm(text, of, /^[+-]?\d+$/))}`;
    case "decimal":
      return sql`CAST(${trinoText(requireForm(text, of, /^[+-]?\d+(\.\d*)?$/))} AS ${typeWords(of)})`;
    case "real":
    case "double":
      return sql`${plainWord(of.kind.toUpperCase())} ${trinoText(requireForm(text, of, number))}`;
    case "date":
      return sql`DATE ${trinoText(text)}`;
    case "timestamp":
      return sql`TIMESTAMP ${trinoText(withMilliseconds(text))}`;
    default:
      return sql`CAST(${trinoText(text)} AS ${typeWords(of)})`;
  }
}

const number = /^[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)$/;

/** The elements of a list, one literal each. */
export function printElements(list: readonly (string | number)[], element: Type): readonly Sql[] {
  const of = element.kind === "unknown" ? elementOf(list) : element;
  return list.map((item) => printValue(item, of));
}

function printArray(list: readonly (string | number)[], element: Type): Sql {
  const of = element.kind === "unknown" ? elementOf(list) : element;
  const items = printElements(list, of);
  const pieces: Sql[] = [];
  for (let from = 0; from < Math.max(items.length, 1); from += arrayElements)
    pieces.push(sql`ARRAY[${join(items.slice(from, from + arrayElements), ", ")}]`);
  return sql`CAST(${join(pieces, " || ")} AS ${typeWords(arrayOf(of))})`;
}

export function isList(value: ParameterValue): value is readonly (string | number)[] {
  return Array.isArray(value);
}

function typeOf(value: Exclude<Single, null>): Type {
  if (typeof value === "boolean") return boolean;
  if (typeof value === "number") return Number.isSafeInteger(value) ? bigint : double;
  return varchar;
}

function elementOf(list: readonly (string | number)[]): Type {
  if (list.length === 0 || list.some((item) => typeof item === "string")) return varchar;
  return list.every(Number.isSafeInteger) ? bigint : double;
}

/**
 * A parameter of type `timestamp` has milliseconds, so its literal does; and a literal of Trino's has a blank between day
 * and time, and no Z, with which it would be one with a zone.
 */
function withMilliseconds(text: string): string {
  const blank = text.replace(/^(\d{4}-\d{2}-\d{2})T/, "$1 ").replace(/Z$/, "");
  return /:\d{2}:\d{2}$/.test(blank) ? `${blank}.000` : blank;
}

/** A type's name, made of our own words and of names of fields in quotes. */
export function typeWords(type: Type): Sql {
  switch (type.kind) {
    case "array":
      return sql`array(${typeWords(type.element)})`;
    case "map":
      return sql`map(${typeWords(type.key)}, ${typeWords(type.value)})`;
    case "varchar":
      return sql`varchar`;
    case "decimal":
      return sql`decimal(${type.precision}, ${type.scale})`;
    case "timestamp":
      return sql`timestamp(${type.precision})`;
    case "timestamptz":
      return sql`timestamp(${type.precision}) with time zone`;
    case "boolean":
    case "tinyint":
    case "smallint":
    case "integer":
    case "bigint":
    case "real":
    case "double":
    case "date":
    case "varbinary":
    case "ipaddress":
    case "uuid":
    case "json":
    case "time":
      return plainWord(type.kind);
    default:
      throw new TenantTrailError("bad-argument", `A parameter cannot have the type ${trinoName(type)}`);
  }
}

function requireForm(text: string, type: Type, form: RegExp): string {
  if (form.test(text)) return text;
  throw new TenantTrailError("bad-argument", `${JSON.stringify(text)} is no ${trinoName(type)}`);
}
