import { isDay } from "../../protocol/log-day.ts";
import { cast } from "../casts/cast.ts";
import { zoneName } from "../operators/time-zone.ts";
import type { Expression, IntervalUnit, Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { literal, sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import {
  bigint,
  daySecond,
  decimal,
  double,
  duckType,
  integer,
  json,
  type Type,
  timestamp,
  timestamptz,
  trinoName,
  varbinary,
  yearMonth,
} from "../types/types.ts";
import { typeOfName } from "./type-of-name.ts";

/** A number as Trino types it, its minus included: 1 is integer, -3000000000 bigint, 1.5 decimal, 1e0 double. */
export function numberLiteral(
  context: Context,
  kind: "integer" | "decimal" | "double",
  written: string,
  span: Span,
): Typed {
  if (kind === "double")
    return { ...typed(sql`CAST(${literal(written)} AS DOUBLE)`, double, span), constant: Number(written) };
  if (kind === "decimal") return decimalLiteral(context, written, span);
  const sign = written.startsWith("-") ? -1n : 1n;
  const value = sign * BigInt(written.replace("-", ""));
  if (value > 9223372036854775807n || value < -9223372036854775808n)
    throw context.mistake(span, `${written} is too ${sign < 0n ? "small" : "large"} for bigint`);
  const constant = Number(value);
  const type = value <= 2147483647n && value >= -2147483648n ? integer : bigint;
  if (type === integer && value >= 0n) return { ...typed(sql`${value}`, integer, span), constant };
  return { ...typed(sql`CAST(${value} AS ${duckType(type)})`, type, span), constant };
}

/** Trino's Decimals.parse: a sign, digits, a point; zeros before the first other digit are no digits. */
const decimalText = /^([+-]?)0*(\d*)(?:\.(\d*))?$/;

/** `1.5` or `DECIMAL '1.5'`: precision and scale are those of the digits. */
function decimalLiteral(context: Context, written: string, span: Span): Typed {
  const [, sign = "", whole = "", fraction = ""] = decimalText.exec(written) ?? [];
  if (!decimalText.test(written) || !/\d/.test(written))
    throw context.mistake(span, `'${written}' is not a valid DECIMAL literal`);
  const precision = Math.max(whole.length + fraction.length, 1);
  if (precision > 38)
    throw context.mistake(span, `A decimal has at most 38 digits, and this one has ${precision}; cast it to double`);
  const type = decimal(precision, fraction.length);
  const text = literal(`${sign}${whole || "0"}${fraction === "" ? "" : `.${fraction}`}`);
  return { ...typed(sql`CAST(${text} AS ${duckType(type)})`, type, span), constant: Number(written) };
}

/** A text; its length in code points is part of its Trino type. */
export function stringLiteral(value: string, span: Span): Typed {
  return { ...typed(literal(value), { kind: "varchar", length: [...value].length }, span), constant: value };
}

export function binaryLiteral(hex: string, span: Span): Typed {
  return typed(sql`from_hex(${literal(hex)})`, varbinary, span);
}

/** `INTERVAL '7' DAY`; the text may have a sign, and seconds a fraction. */
export function intervalLiteral(context: Context, value: string, unit: IntervalUnit, span: Span): Typed {
  const months = unit === "year" || unit === "month";
  if (value.includes(".") && unit !== "second")
    throw context.mistake(span, `An interval of ${unit}s must be a whole number`);
  const number = Number(value);
  const micros = Math.round(number * 1000) * 1000;
  if (!Number.isSafeInteger(micros)) throw context.mistake(span, "This interval is too long");
  if (value.includes(".")) return typed(sql`to_microseconds(${micros})`, daySecond, span);
  return typed(sql`to_${unit}s(${number})`, months ? yearMonth : daySecond, span);
}

/** `DATE '…'`, `TIMESTAMP '…'`, `IPADDRESS '…'`, `JSON '…'` and others. */
export function typedLiteral(context: Context, expression: Extract<Expression, { kind: "typed" }>): Typed {
  const { value, type: name } = expression;
  if (name.name === "timestamp") return timestampLiteral(context, value, expression);
  if (name.name === "decimal" && name.numbers.length === 0) return decimalLiteral(context, value, expression);
  const type = typeOfName(context, name);
  if (!isWritten(value, type))
    throw context.mistake(expression, `'${value}' is not a valid ${trinoName(type).toUpperCase()} literal`);
  if (type.kind === "json") return jsonLiteral(context, value, expression);
  if (type.kind === "array" || type.kind === "map" || type.kind === "row")
    throw context.mistake(name, "There are no such literals");
  const converted = cast(context, stringLiteral(value, expression), type, expression);
  return type.kind === "date" ? { ...converted, constant: value } : converted;
}

/** Whether a text can be cast to a type: Trino refuses a literal that cannot before anything runs. */
function isWritten(value: string, type: Type): boolean {
  const limit = integerLimits.get(type.kind);
  if (limit !== undefined) {
    const digits = /^[\0- ]*([+-]?\d+)[\0- ]*$/.exec(value)?.[1]?.replace("+", "");
    return digits !== undefined && BigInt(digits) >= -limit && BigInt(digits) < limit;
  }
  if (type.kind === "boolean") return /^(true|t|1|false|f|0)$/i.test(value);
  if (type.kind === "double" || type.kind === "real") return doubleText.test(value);
  if (type.kind !== "date") return true;
  const [, year = "", month = "", day = ""] = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(value) ?? [];
  return isDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

const integerLimits: ReadonlyMap<Type["kind"], bigint> = new Map([
  ["tinyint", 128n],
  ["smallint", 32768n],
  ["integer", 2147483648n],
  ["bigint", 9223372036854775808n],
]);

/** What Java's Double.parseDouble takes, but for hexadecimal numbers. */
const doubleText = /^[\0- ]*[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?)[\0- ]*$/;

const timestampText =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?(?:\s*(\S+))?\s*$/;

function timestampLiteral(context: Context, value: string, span: Span): Typed {
  const found = timestampText.exec(value);
  if (found === null) throw context.mistake(span, `'${value}' is not a valid timestamp literal`);
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction = "", zone] = found;
  if (fraction.length > 6)
    throw context.unsupported(span, "Times finer than microseconds are not supported on this machine");
  const two = (digits: string): string => digits.padStart(2, "0");
  const plain = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}${fraction === "" ? "" : `.${fraction}`}`;
  if (!isDay(`${year}-${two(month)}-${two(day)}`) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    throw context.mistake(span, `'${value}' is not a valid timestamp literal`);
  const moment = sql`TIMESTAMP ${literal(plain)}`;
  if (zone === undefined) return { ...typed(moment, timestamp(fraction.length), span), constant: plain };
  const name = zoneName(context, zone, span);
  return typed(sql`timezone(${literal(name)}, ${moment})`, timestamptz(fraction.length, name), span);
}

/** JSON is kept as Trino keeps it: without space, keys in order. */
function jsonLiteral(context: Context, value: string, span: Span): Typed {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw context.mistake(span, `This is not valid JSON: ${error.message}`);
  }
  if (/\d[.eE]|\d{16}/.test(value.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')))
    throw context.unsupported(
      span,
      "JSON literals with fractions or very long numbers are not supported on this machine; use json_parse",
    );
  return typed(sql`CAST(${literal(JSON.stringify(sortKeys(parsed)))} AS JSON)`, json, span);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}

/** `:name`: a value that the engine binds, in the type its header declares or its place asks for. */
export function parameter(context: Context, name: string, span: Span): Typed {
  const value: Typed = { ...typed(context.parameter(name), { kind: "unknown" }, span), parameter: name };
  const type = context.parameterTypes.get(name);
  if (type === undefined) return value;
  const declared: Typed = { ...cast(context, value, type, span), parameter: name };
  return type.kind === "date" ? { ...declared, dayText: sql`CAST(${value.sql} AS VARCHAR)` } : declared;
}
