import { coerce } from "../casts/convert.ts";
import { requireDayBeside } from "../operators/day-comparison.ts";
import { comparable, compare } from "../operators/operators.ts";
import type { BinaryOperator, Expression, Query, Span } from "../parse/syntax.ts";
import type { Context, TranslatedQuery } from "../scope/context.ts";
import { emptyScope, type Scope } from "../scope/scope.ts";
import { join, sql } from "../text/sql-text.ts";
import { commonType } from "../types/common-type.ts";
import { type Typed, typed } from "../types/typed.ts";
import { arrayOf, boolean, duckType, varchar } from "../types/types.ts";

type Inner = (expression: Expression) => Typed;

/** IS NULL, BETWEEN, IN, LIKE, EXISTS and their kin. */
export function translatePredicate(context: Context, scope: Scope, node: Expression, inner: Inner): Typed {
  const queryIn = (query: Query) =>
    context.subquery(context, { ...emptyScope, ctes: scope.ctes, parent: scope }, query);
  const not = (value: Typed, negated: boolean): Typed =>
    negated ? typed(sql`(NOT ${value.sql})`, boolean, node) : value;
  switch (node.kind) {
    case "isNull":
      return typed(sql`(${inner(node.value).sql} IS ${node.negated ? "NOT " : ""}NULL)`, boolean, node);
    case "isDistinct": {
      const [left, right] = comparable(context, inner(node.left), inner(node.right), "=", node);
      return typed(sql`(${left.sql} IS ${node.negated ? "" : "NOT "}DISTINCT FROM ${right.sql})`, boolean, node);
    }
    case "between": {
      const value = inner(node.value);
      const low = compare(context, ">=", value, inner(node.low), node);
      const high = compare(context, "<=", value, inner(node.high), node);
      return not(typed(sql`(${low.sql} AND ${high.sql})`, boolean, node), node.negated);
    }
    case "in":
      return not(translateIn(context, node, inner), node.negated);
    case "inQuery":
      return not(quantified(context, inner(node.value), "=", "any", queryIn(node.query), node), node.negated);
    case "quantified":
      return quantified(context, inner(node.left), node.operator, node.quantifier, queryIn(node.query), node);
    case "exists":
      return typed(sql`EXISTS (${queryIn(node.query).sql})`, boolean, node);
    case "like": {
      const value = coerce(context, inner(node.value), varchar);
      const pattern = coerce(context, inner(node.pattern), varchar);
      const escapedBy = node.escapedBy && coerce(context, inner(node.escapedBy), varchar);
      const suffix = escapedBy === undefined ? "" : sql` ESCAPE ${escapedBy.sql}`;
      // A pattern that ends with its escape is an error, of which rows that nothing selects must not die.
      const computed = escapedBy !== undefined && pattern.constant === undefined;
      const like = computed ? sql`trino_same_text(${pattern.sql})` : pattern.sql;
      return not(typed(sql`(${value.sql} LIKE ${like}${suffix})`, boolean, node), node.negated);
    }
    default:
      throw new RangeError(`no rule for ${node.kind}`);
  }
}

/** `x IN (a, b)`, and `x IN :list` or `x IN (:list)` for a parameter that is a list. */
function translateIn(context: Context, node: Extract<Expression, { kind: "in" }>, inner: Inner): Typed {
  const value = inner(node.value);
  const [only] = node.items;
  if (only?.kind === "parameter" && node.items.length === 1) {
    const declared = context.parameterTypes.get(only.name);
    if (declared?.kind === "array" || (declared === undefined && node.bare))
      return inParameter(context, node, value, only);
  }
  const comparisons = node.items.map((item) => comparable(context, value, inner(item), "=", item));
  const [first] = comparisons;
  if (first !== undefined && comparisons.every(([left]) => left.sql === first[0].sql))
    return typed(
      sql`(${first[0].sql} IN (${join(
        comparisons.map(([, item]) => item.sql),
        ", ",
      )}))`,
      boolean,
      node,
    );
  const equalities = comparisons.map(([left, right]) => sql`(${left.sql} = ${right.sql})`);
  return typed(sql`(${join(equalities, " OR ")})`, boolean, node);
}

/** A list parameter is bound as one value, so that its length is not part of the statement. */
function inParameter(
  context: Context,
  node: Span,
  value: Typed,
  name: Extract<Expression, { kind: "parameter" }>,
): Typed {
  const declared = context.parameterTypes.get(name.name);
  const list = { ...typed(context.parameter(name.name), varchar, name), parameter: name.name };
  requireDayBeside(context, value, list, "=");
  const common = declared?.kind === "array" ? commonType(value.type, declared.element) : value.type;
  if (common === undefined)
    throw context.mistake(name, `:${name.name} is a list of another type than what is compared`);
  const element = common.kind === "unknown" ? varchar : common;
  context.parameterUses.set(name.start, arrayOf(element));
  const elements = sql`CAST(${list.sql} AS ${duckType(arrayOf(element))})`;
  return typed(sql`(${coerce(context, value, element).sql} = ANY(${elements}))`, boolean, node);
}

function quantified(
  context: Context,
  left: Typed,
  operator: BinaryOperator,
  quantifier: "any" | "all",
  query: TranslatedQuery,
  span: Span,
): Typed {
  const width = left.type.kind === "row" ? left.type.fields.length : 1;
  const [column] = query.columns;
  if (column === undefined || query.columns.length !== width)
    throw context.mistake(span, `The subquery must have ${width === 1 ? "one column" : `${width} columns`}`);
  if (left.type.kind === "row")
    throw context.unsupported(span, "IN with several columns is not supported on this machine; use EXISTS");
  const alias = context.unique();
  const [a, b] = comparable(context, left, typed(sql`${alias}.v`, column.type, span), operator, span);
  const source = sql`SELECT ${b.sql} FROM (${query.sql}) AS ${alias}(v)`;
  return typed(sql`(${a.sql} ${operator} ${quantifier === "any" ? "ANY" : "ALL"} (${source}))`, boolean, span);
}
