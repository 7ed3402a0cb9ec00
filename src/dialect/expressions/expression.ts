import { cast } from "../casts/cast.ts";
import { fromTextOrNull } from "../casts/cast-text.ts";
import { coerce, unify } from "../casts/convert.ts";
import { translateCall } from "../functions/call.ts";
import { concatenate } from "../operators/concatenate.ts";
import { arithmetic, compare, negate } from "../operators/operators.ts";
import { atTimeZone } from "../operators/time-zone.ts";
import { chain } from "../parse/chain.ts";
import type { Expression } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { emptyScope, type Scope } from "../scope/scope.ts";
import { join, located, sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { arrayOf, boolean, structField, type Type, unknown } from "../types/types.ts";
import { access, subscript } from "./access.ts";
import { binaryLiteral, intervalLiteral, numberLiteral, parameter, stringLiteral, typedLiteral } from "./literals.ts";
import { translatePredicate } from "./predicates.ts";
import { typeOfName } from "./type-of-name.ts";

/** Translates an expression; its text knows the place it came from. */
export function translateExpression(context: Context, scope: Scope, expression: Expression): Typed {
  const result = context.within(expression, () => translate(context, scope, expression));
  context.checkSize(result.sql, result.type, expression);
  return { ...result, sql: located(result.sql, expression), span: { start: expression.start, end: expression.end } };
}

function translate(context: Context, scope: Scope, node: Expression): Typed {
  const inner = (expression: Expression): Typed => translateExpression(context, scope, expression);
  const truth = (expression: Expression): Typed => coerce(context, inner(expression), boolean);
  switch (node.kind) {
    case "null":
      return typed(sql`NULL`, unknown, node);
    case "boolean":
      return typed(sql`${node.value ? "TRUE" : "FALSE"}`, boolean, node);
    case "integer":
    case "decimal":
    case "double":
      return numberLiteral(context, node.kind, node.text, node);
    case "string":
      return stringLiteral(node.value, node);
    case "binary":
      return binaryLiteral(node.hex, node);
    case "typed":
      return typedLiteral(context, node);
    case "interval":
      return intervalLiteral(context, node.value, node.unit, node);
    case "parameter":
      return parameter(context, node.name, node);
    case "name":
    case "field":
      return access(context, scope, node, inner);
    case "subscript":
      return subscript(context, inner(node.base), inner(node.index), node);
    case "call":
      return translateCall(context, scope, node, translateExpression);
    case "cast": {
      const value = inner(node.value);
      const result = cast(context, value, typeOfName(context, node.type), node);
      if (!node.safe) return result;
      const quick = value.type.kind === "varchar" ? fromTextOrNull(value.sql, result.type) : undefined;
      return { ...result, sql: quick ?? sql`trino_try(${result.sql})` };
    }
    case "case":
      return translateCase(context, node, inner);
    case "negate":
      return negate(context, inner(node.value), node);
    case "plus":
      return inner(node.value);
    case "not":
      return typed(sql`(NOT ${truth(node.value).sql})`, boolean, node);
    case "operator":
      switch (node.operator) {
        case "and":
        case "or":
          return typed(
            sql`(${join(
              chain(node).map((operand) => truth(operand).sql),
              node.operator === "and" ? " AND " : " OR ",
            )})`,
            boolean,
            node,
          );
        case "||":
          return concatenate(context, inner(node.left), inner(node.right), node);
        case "+":
        case "-":
        case "*":
        case "/":
        case "%":
          return arithmetic(context, node.operator, inner(node.left), inner(node.right), node);
        default:
          return compare(context, node.operator, inner(node.left), inner(node.right), node);
      }
    case "array": {
      const { values, type } = unify(context, node.items.map(inner), "The elements of an array");
      return typed(
        sql`[${join(
          values.map((value) => value.sql),
          ", ",
        )}]`,
        arrayOf(type),
        node,
      );
    }
    case "row": {
      const values = node.items.map(inner);
      const type: Type = { kind: "row", fields: values.map((value) => ({ name: undefined, type: value.type })) };
      const fields = values.map(
        (value, index) => sql`${structField({ name: undefined, type: value.type }, index)} := ${value.sql}`,
      );
      return typed(sql`struct_pack(${join(fields, ", ")})`, type, node);
    }
    case "atTimeZone":
      return atTimeZone(context, inner(node.value), inner(node.zone), node);
    case "subquery": {
      const { sql: query, columns } = context.subquery(
        context,
        { ...emptyScope, ctes: scope.ctes, parent: scope },
        node.query,
      );
      const [column] = columns;
      if (column === undefined || columns.length !== 1)
        throw context.mistake(node, "A subquery as a value needs one column");
      return typed(sql`(${query})`, column.type, node);
    }
    case "lambda":
      throw context.mistake(node, "A lambda can only be the argument of a function");
    default:
      return translatePredicate(context, scope, node, inner);
  }
}

function translateCase(
  context: Context,
  node: Extract<Expression, { kind: "case" }>,
  inner: (expression: Expression) => Typed,
): Typed {
  const { operand } = node;
  const compared = operand && inner(operand);
  const conditions = node.branches.map(({ when }) => {
    if (compared === undefined) return coerce(context, inner(when), boolean);
    return compare(context, "=", compared, inner(when), when);
  });
  const results = node.branches.map(({ result }) => inner(result));
  if (node.otherwise !== undefined) results.push(inner(node.otherwise));
  const { values, type } = unify(context, results, "The results of CASE");
  const branches = conditions.map(
    (condition, index) => sql`WHEN ${condition.sql} THEN ${values[index]?.sql ?? "NULL"}`,
  );
  const otherwise = node.otherwise === undefined ? "" : sql` ELSE ${values.at(-1)?.sql ?? "NULL"}`;
  return typed(sql`CASE ${join(branches, " ")}${otherwise} END`, type, node);
}
