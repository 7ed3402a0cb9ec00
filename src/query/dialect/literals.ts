import { cast } from "./cast.ts";
import type { Context } from "./context.ts";
import { literal, sql } from "./sql-text.ts";
import type { Expression, IntervalUnit, Span } from "./syntax.ts";
import { zoneName } from "./time-zone.ts";
import { typeOfName } from "./type-of-name.ts";
import { type Typed, typed } from "./typed.ts";
import {
  bigint,
  daySecond,
  decimal,
  double,
  integer,
  json,
  timestamp,
  timestamptz,
  varbinary,
  yearMonth,
} from "./types.ts";

/** A number as Trino types it: 1 is integer, 3000000000 bigint, 1.5 decimal, 1e0 double. */
export function numberLiteral(
  context: Context,
  kind: "integer" | "decimal" | "double",
  written: string,
  span: Span,
): Typed {
  if (kind === "double")
    return { ...typed(sql`CAST(${literal(written)} AS DOUBLE)`, double, span), constant: Number(written) };
  if (kind === "decimal") {
    const [whole = "", fraction = ""] = written.split(".");
    const digits = whole.replace(/^0+/, "") + fraction;
    const precision = Math.max(digits.length, fraction.length, 1);
    if (precision > 38)
      throw context.unsupported(span, "Decimals of more than 38 digits are not supported on this machine");
    const type = decimal(precision, fraction.length);
    return {
      ...typed(
        sql`CAST(${literal(`${whole || "0"}.${fraction || "0"}`)} AS DECIMAL(${precision},${fraction.length}))`,
        type,
        span,
      ),
      constant: Number(written),
    };
  }
  const value = BigInt(written);
  if (value > 9223372036854775807n) throw context.mistake(span, `${written} is too large for bigint`);
  const constant = Number(value);
  if (value <= 2147483647n) return { ...typed(sql`${value}`, integer, span), constant };
  return { ...typed(sql`CAST(${value} AS BIGINT)`, bigint, span), constant };
}

/** A text; its length in code points is part of its Trino type. */
export function stringLiteral(value: string, span: Span): Typed {
  return { ...typed(literal(value), { kind: "varchar", length: [...value].length }, span), constant: value };
}

export function binaryLiteral(hex: string, span: Span): Typed {
  return typed(sql`from_hex(${literal(hex)})`, varbinary, span);
}

/** `INTERVAL '7' DAY`. */
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
  const type = typeOfName(context, name);
  if (type.kind === "json") return jsonLiteral(context, value, expression);
  if (type.kind === "array" || type.kind === "map" || type.kind === "row")
    throw context.mistake(name, "There are no such literals");
  const converted = cast(context, stringLiteral(value, expression), type, expression);
  return type.kind === "date" ? { ...converted, constant: value } : converted;
}

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
  const moment = sql`TIMESTAMP ${literal(plain)}`;
  if (Number.isNaN(Date.parse(`${plain.slice(0, 19).replace(" ", "T")}Z`)))
    throw context.mistake(span, `'${value}' is not a valid timestamp literal`);
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
  const value = typed(context.parameter(name), { kind: "unknown" }, span);
  const type = context.parameterTypes.get(name);
  if (type === undefined) return value;
  const declared = cast(context, value, type, span);
  return type.kind === "date" ? { ...declared, dayText: sql`CAST(${value.sql} AS VARCHAR)` } : declared;
}
