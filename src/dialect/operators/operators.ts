import { coerce } from "../casts/convert.ts";
import { flipped } from "../days/day-bounds.ts";
import { besideText } from "../days/day-parameter.ts";
import type { BinaryOperator, Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { type Sql, sql } from "../text/sql-text.ts";
import { commonType } from "../types/common-type.ts";
import { type Typed, typed } from "../types/typed.ts";
import {
  bigint,
  boolean,
  daySecond,
  double,
  isInteger,
  isNumber,
  type Type,
  trinoName,
  varchar,
} from "../types/types.ts";
import { requireDayBeside } from "./day-comparison.ts";
import { decimalArithmetic } from "./decimal-arithmetic.ts";
import { cannotApply } from "./operator-error.ts";

type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** `left operator right` with Trino's types: integers divide to integers, decimals to decimals, zero is an error. */
export function arithmetic(context: Context, operator: Arithmetic, left: Typed, right: Typed, span: Span): Typed {
  const time = timeArithmetic(context, operator, left, right, span);
  if (time !== undefined) return time;
  const type = commonType(left.type, right.type);
  if (type === undefined || !(isNumber(type) || type.kind === "unknown"))
    throw cannotApply(context, operator, left, right, span);
  const number = type.kind === "unknown" ? double : type;
  if (number.kind === "decimal") return decimalArithmetic(context, operator, left, right, span);
  const a = coerce(context, left, number);
  const b = coerce(context, right, number);
  if (number.kind === "double" || number.kind === "real")
    return typed(sql`(${a.sql} ${operator} ${b.sql})`, number, span);
  if (operator === "/") return typed(sql`(${a.sql} // ${divisor(b)})`, number, span);
  if (operator === "%") return typed(sql`(${a.sql} % ${divisor(b)})`, number, span);
  return typed(sql`(${a.sql} ${operator} ${b.sql})`, number, span);
}

function timeArithmetic(
  context: Context,
  operator: Arithmetic,
  left: Typed,
  right: Typed,
  span: Span,
): Typed | undefined {
  const [a, b] = [left.type, right.type];
  const interval = (type: Type): boolean => type.kind.startsWith("interval");
  const moment = (type: Type): boolean => ["date", "timestamp", "timestamptz"].includes(type.kind);
  if (operator === "+" && interval(a) && moment(b)) return timeArithmetic(context, "+", right, left, span);
  if ((operator === "+" || operator === "-") && moment(a) && interval(b)) {
    if (a.kind === "date") {
      if (b.kind === "interval day to second")
        return typed(sql`trino_date_plus(${left.sql}, ${operator === "-" ? "-" : ""}${right.sql})`, a, span);
      return typed(sql`CAST((${left.sql} ${operator} ${right.sql}) AS DATE)`, a, span);
    }
    if (a.kind === "timestamptz") {
      if (b.kind === "interval year to month" && a.zone !== "UTC")
        throw cannotApply(context, operator, left, right, span);
      return typed(sql`timezone('UTC', timezone('UTC', ${left.sql}) ${operator} ${right.sql})`, a, span);
    }
    return typed(
      sql`(${left.sql} ${operator} ${right.sql})`,
      a.kind === "timestamp" ? { ...a, precision: Math.max(a.precision, 3) } : a,
      span,
    );
  }
  if (operator === "-" && moment(a) && moment(b)) {
    const [one, two] = comparable(context, left, right, operator, span);
    return typed(sql`(CAST(${one.sql} AS TIMESTAMP) - CAST(${two.sql} AS TIMESTAMP))`, daySecond, span);
  }
  if ((operator === "+" || operator === "-") && interval(a) && a.kind === b.kind)
    return typed(sql`(${left.sql} ${operator} ${right.sql})`, a, span);
  if (operator === "*" && interval(a) && isInteger(b)) return typed(sql`(${left.sql} * ${right.sql})`, a, span);
  if (operator === "*" && isInteger(a) && interval(b)) return typed(sql`(${right.sql} * ${left.sql})`, b, span);
  return undefined;
}

/**
 * Both sides as something DuckDB compares as Trino does. Times with a zone become plain UTC, so that a filter on
 * a column still skips row groups.
 * @throws TenantTrailError where Trino has no comparison, such as of text with a number.
 */
export function comparable(
  context: Context,
  one: Typed,
  other: Typed,
  operator: string,
  span: Span,
): readonly [Typed, Typed] {
  const [left, right] = [besideText(one, other), besideText(other, one)];
  if (left !== one) context.parameterUses.set(one.span.start, varchar);
  if (right !== other) context.parameterUses.set(other.span.start, varchar);
  requireDayBeside(context, left, right, operator);
  requireDayBeside(context, right, left, flipped.get(operator) ?? operator);
  const type = commonType(left.type, right.type);
  if (type === undefined) throw cannotApply(context, operator, left, right, span);
  if (containsRawJson(type))
    throw context.unsupported(
      span,
      "Comparing values of json_parse is not supported on this machine; compare json_extract_scalar",
    );
  if (type.kind === "unknown") return [coerce(context, left, varchar), coerce(context, right, varchar)];
  if (type.kind !== "timestamptz" || (left.type.kind === "timestamptz" && right.type.kind === "timestamptz"))
    return [instantOf(coerce(context, left, type)), instantOf(coerce(context, right, type))];
  const plain = (value: Typed): Typed => {
    const to: Type = { kind: "timestamp", precision: type.precision };
    if (value.type.kind !== "timestamptz") return coerce(context, value, to);
    return { ...value, sql: sql`timezone('UTC', ${value.instant ?? value.sql})`, type: to };
  };
  return [plain(left), plain(right)];
}

function instantOf(value: Typed): Typed {
  return value.instant === undefined ? value : { ...value, sql: value.instant };
}

/** Whether a value holds JSON whose keys Trino would have sorted. */
export function containsRawJson(type: Type): boolean {
  switch (type.kind) {
    case "json":
      return type.raw === true;
    case "array":
      return containsRawJson(type.element);
    case "map":
      return containsRawJson(type.value);
    case "row":
      return type.fields.some((field) => containsRawJson(field.type));
    default:
      return false;
  }
}

/** `left = right` and the other comparisons. */
export function compare(context: Context, operator: BinaryOperator, left: Typed, right: Typed, span: Span): Typed {
  const [a, b] = comparable(context, left, right, operator, span);
  const ordered = operator !== "=" && operator !== "<>";
  if (ordered && (a.type.kind === "json" || a.type.kind === "map"))
    throw cannotApply(context, operator, left, right, span);
  return typed(sql`(${a.sql} ${operator} ${b.sql})`, boolean, span);
}

/** A divisor that is an error when it is zero, where DuckDB would give NULL. */
function divisor(value: Typed): Sql {
  if (typeof value.constant === "number" && value.constant !== 0) return value.sql;
  return sql`trino_not_zero(${value.sql})`;
}

/** `-value`. */
export function negate(context: Context, given: Typed, span: Span): Typed {
  const value = given.type.kind === "unknown" ? coerce(context, given, bigint) : given;
  const { type } = value;
  if (!isNumber(type) && !type.kind.startsWith("interval"))
    throw context.mistake(span, `Cannot negate ${trinoName(type)}`);
  const constant = typeof value.constant === "number" ? { constant: -value.constant } : {};
  return { ...typed(sql`(- ${value.sql})`, type, span), ...constant };
}
