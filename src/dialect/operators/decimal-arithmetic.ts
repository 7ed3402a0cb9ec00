import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { literal, type Sql, sql } from "../text/sql-text.ts";
import { asDecimal } from "../types/common-type.ts";
import { type Typed, typed } from "../types/typed.ts";
import { decimal, duckType, type Type } from "../types/types.ts";
import { cannotApply } from "./operator-error.ts";

/** Trino's rules for the precision and scale of decimal results (see its documentation, "Decimal functions and operators"). */
export function decimalArithmetic(
  context: Context,
  operator: "+" | "-" | "*" | "/" | "%",
  left: Typed,
  right: Typed,
  span: Span,
): Typed {
  const a = asDecimal(left.type.kind === "unknown" ? right.type : left.type);
  const b = asDecimal(right.type.kind === "unknown" ? left.type : right.type);
  if (a === undefined || b === undefined) throw cannotApply(context, operator, left, right, span);
  const one = sql`CAST(${left.sql} AS DECIMAL(${a.precision},${a.scale}))`;
  const two = sql`CAST(${right.sql} AS DECIMAL(${b.precision},${b.scale}))`;
  const scale = Math.max(a.scale, b.scale);
  switch (operator) {
    case "+":
    case "-": {
      const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
      const type = decimal(Math.min(38, whole + scale + 1), scale);
      // Both sides in the result's type, so that DuckDB adds without a type of its own choice.
      return typed(
        sql`CAST((CAST(${one} AS ${duckType(type)}) ${operator} CAST(${two} AS ${duckType(type)})) AS ${duckType(type)})`,
        type,
        span,
      );
    }
    case "*": {
      if (a.scale + b.scale > 38 || a.precision + b.precision > 38) throw tooPrecise(context, span);
      const type = decimal(a.precision + b.precision, a.scale + b.scale);
      return typed(sql`CAST((${one} * ${two}) AS ${duckType(type)})`, type, span);
    }
    case "%": {
      const type = decimal(Math.min(b.precision - b.scale, a.precision - a.scale) + scale, scale);
      const wide = decimal(Math.min(38, Math.max(a.precision - a.scale, b.precision - b.scale) + scale), scale);
      return typed(
        sql`CAST((CAST(${one} AS ${duckType(wide)}) % trino_not_zero(CAST(${two} AS ${duckType(wide)}))) AS ${duckType(type)})`,
        type,
        span,
      );
    }
    case "/": {
      const precision = Math.min(38, a.precision + b.scale + Math.max(b.scale - a.scale, 0));
      const dividend = typed(one, left.type, left.span);
      return divideDecimals(context, dividend, a, { ...right, sql: two }, b, { precision, scale }, span);
    }
  }
}

function tooPrecise(context: Context, span: Span) {
  return context.unsupported(
    span,
    "Decimals of more than 38 digits are not supported on this machine; cast one side to double",
  );
}

interface Digits {
  readonly precision: number;
  readonly scale: number;
}

/** Exact division: both sides as whole numbers of 128 bits, the quotient rounded half away from zero. */
export function divideDecimals(
  context: Context,
  one: Typed,
  a: Digits,
  two: Typed,
  b: Digits,
  to: Digits,
  span: Span,
): Typed {
  const shift = to.scale + b.scale - a.scale;
  if (a.precision + Math.max(shift, 0) > 37) throw tooPrecise(context, span);
  const whole = unscaled(one.sql, a);
  const dividend = shift === 0 ? whole : sql`(${whole} * ${power(shift)}::HUGEINT)`;
  const by = unscaled(two.sql, b);
  const checked = typeof two.constant === "number" && two.constant !== 0 ? by : sql`trino_not_zero(${by})`;
  const type = decimal(to.precision, to.scale);
  return typed(scaled(sql`trino_round_divide(${dividend}, ${checked})`, type, to), type, span);
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** A decimal's digits as a whole number. By way of its text where DuckDB has no room to multiply. */
function unscaled(value: Sql, { precision, scale }: Digits): Sql {
  if (scale === 0) return sql`CAST(${value} AS HUGEINT)`;
  if (precision + scale + 1 > 38) return sql`trino_unscaled(${value})`;
  return sql`CAST(${value} * CAST(${power(scale)} AS DECIMAL(${scale + 1},0)) AS HUGEINT)`;
}

/** The decimal that has these digits. */
function scaled(digits: Sql, type: Type, { precision, scale }: Digits): Sql {
  if (scale === 0) return sql`CAST(${digits} AS ${duckType(type)})`;
  if (precision > 38 - scale) return sql`CAST(trino_scaled(${digits}, ${scale}) AS ${duckType(type)})`;
  const unit = sql`CAST(${literal(`0.${"0".repeat(scale - 1)}1`)} AS DECIMAL(${scale},${scale}))`;
  return sql`CAST(CAST(${digits} AS DECIMAL(${38 - scale},0)) * ${unit} AS ${duckType(type)})`;
}
