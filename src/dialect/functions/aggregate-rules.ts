import { divideDecimals } from "../operators/decimal-arithmetic.ts";
import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { type Sql, sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { decimal } from "../types/types.ts";

/** What stands around an aggregate's argument: DISTINCT before it, FILTER and OVER after its brackets. */
export interface AggregateClauses {
  readonly distinct: Sql;
  readonly after: Sql;
}

/** `sum` and `avg` of decimals, which keep their scale; `undefined` for other arguments. */
export function decimalAggregate(
  context: Context,
  name: string,
  args: readonly Typed[],
  clauses: AggregateClauses,
  call: Call,
): Typed | undefined {
  const [value] = args;
  if (value?.type.kind !== "decimal" || args.length !== 1) return undefined;
  const { precision, scale } = value.type;
  const total = sql`sum(${clauses.distinct}${value.sql})${clauses.after}`;
  if (name === "sum") return typed(total, decimal(38, scale), call);
  if (name !== "avg") return undefined;
  const count = sql`count(${clauses.distinct}${value.sql})${clauses.after}`;
  const digits = { precision: Math.min(37, precision + 15), scale };
  const sum = typed(sql`CAST(${total} AS DECIMAL(${digits.precision},${scale}))`, value.type, call);
  const rows = typed(sql`nullif(${count}, 0)`, { kind: "bigint" }, call);
  return divideDecimals(context, sum, digits, rows, { precision: 19, scale: 0 }, value.type, call);
}
