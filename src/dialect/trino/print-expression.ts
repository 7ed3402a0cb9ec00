import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { BinaryOperator, Expression, NumberLiteral, Query } from "../parse/syntax.ts";
import { identifier, join, located, nothing, plainWord, type Sql, sql, trinoText } from "../text/sql-text.ts";
import { type Type, unknown } from "../types/types.ts";
import { printCall } from "./print-call.ts";
import { printType } from "./print-type.ts";
import { isList, printElements, printValue } from "./print-value.ts";

/** What the printing of expressions needs of what is around them. */
export interface Printing {
  /** @throws TenantTrailError `missing-parameter`. */
  valueOf(name: string): ParameterValue;
  /** The type that a parameter has at its place; `unknown` where the value tells it. */
  typeAt(name: string, start: number): Type;
  query(query: Query): Sql;
}

/** How tightly Trino's grammar binds (SqlBase.g4); a looser operand stands in brackets. */
const level = {
  any: 0,
  or: 1,
  and: 2,
  not: 3,
  predicate: 4,
  concat: 5,
  sum: 6,
  product: 7,
  sign: 8,
  zone: 9,
  unit: 10,
};

const operatorLevels: ReadonlyMap<BinaryOperator, number> = new Map([
  ["or", level.or],
  ["and", level.and],
  ["||", level.concat],
  ["+", level.sum],
  ["-", level.sum],
  ["*", level.product],
  ["/", level.product],
  ["%", level.product],
]);

/** An expression in Trino's SQL that stands alone; its text knows the place that it came from. */
export function printExpression(printing: Printing, expression: Expression): Sql {
  return print(printing, expression, level.any);
}

function print(printing: Printing, node: Expression, least: number): Sql {
  const printed = located(printNode(printing, node), node);
  return levelOf(node) < least ? sql`(${printed})` : printed;
}

function levelOf(node: Expression): number {
  switch (node.kind) {
    case "lambda":
      return level.any;
    case "operator":
      return operatorLevels.get(node.operator) ?? level.predicate;
    case "not":
      return level.not;
    case "isNull":
    case "isDistinct":
    case "between":
    case "in":
    case "inQuery":
    case "like":
    case "quantified":
      return level.predicate;
    case "negate":
    case "plus":
      return level.sign;
    case "integer":
    case "decimal":
    case "double":
      return node.text.startsWith("-") ? level.sign : level.unit;
    case "atTimeZone":
      return level.zone;
    default:
      return level.unit;
  }
}

function printNode(printing: Printing, node: Expression): Sql {
  const alone = (expression: Expression): Sql => print(printing, expression, level.any);
  const operand = (expression: Expression): Sql => print(printing, expression, level.concat);
  const unit = (expression: Expression): Sql => print(printing, expression, level.unit);
  // A point after a number would become part of it.
  const base = (value: Expression): Sql => (isNumber(value) ? sql`(${alone(value)})` : unit(value));
  const not = (negated: boolean): Sql => (negated ? sql`NOT ` : nothing);
  switch (node.kind) {
    case "null":
      return sql`NULL`;
    case "boolean":
      return sql`${node.value ? "TRUE" : "FALSE"}`;
    case "integer":
    case "decimal":
    case "double":
      return plainWord(node.text);
    case "string":
      return trinoText(node.value);
    case "binary":
      return sql`X${trinoText(node.hex)}`;
    case "typed":
      return printTyped(node);
    case "interval":
      return printInterval(node.value, node.unit);
    case "parameter":
      return printValue(printing.valueOf(node.name), printing.typeAt(node.name, node.start));
    case "name":
      return identifier(node.name.text);
    case "field":
      return sql`${base(node.base)}.${located(identifier(node.name.text), node.name)}`;
    case "subscript":
      return sql`${base(node.base)}[${alone(node.index)}]`;
    case "call":
      return printCall(node, alone);
    case "cast":
      return sql`${node.safe ? "TRY_CAST" : "CAST"}(${alone(node.value)} AS ${located(printType(node.type), node.type)})`;
    case "case":
      return printCase(node, alone);
    case "negate":
      // A minus straight before a number would become part of it, and two would begin a comment.
      return beginsUnsigned(node.value)
        ? sql`- (${alone(node.value)})`
        : sql`- ${print(printing, node.value, level.sign)}`;
    case "plus":
      return sql`+ ${print(printing, node.value, level.sign)}`;
    case "not":
      return sql`NOT ${print(printing, node.value, level.not)}`;
    case "operator":
      return printOperator(printing, node);
    case "isNull":
      return sql`${operand(node.value)} IS ${not(node.negated)}NULL`;
    case "isDistinct":
      return sql`${operand(node.left)} IS ${not(!node.negated)}DISTINCT FROM ${operand(node.right)}`;
    case "between":
      return sql`${operand(node.value)} ${not(node.negated)}BETWEEN ${operand(node.low)} AND ${operand(node.high)}`;
    case "in":
      return printIn(printing, node, operand, alone);
    case "inQuery":
      return sql`${operand(node.value)} ${not(node.negated)}IN (${printing.query(node.query)})`;
    case "like": {
      const escaped = node.escapedBy === undefined ? nothing : sql` ESCAPE ${operand(node.escapedBy)}`;
      return sql`${operand(node.value)} ${not(node.negated)}LIKE ${operand(node.pattern)}${escaped}`;
    }
    case "quantified": {
      const all = node.quantifier === "any" ? "ANY" : "ALL";
      return sql`${operand(node.left)} ${operatorWords(node.operator)} ${all} (${printing.query(node.query)})`;
    }
    case "exists":
      return sql`EXISTS (${printing.query(node.query)})`;
    case "subquery":
      return sql`(${printing.query(node.query)})`;
    case "array":
      return sql`ARRAY[${join(node.items.map(alone), ", ")}]`;
    case "row":
      return sql`ROW(${join(node.items.map(alone), ", ")})`;
    case "lambda": {
      const [only] = node.parameters;
      const names = node.parameters.map(({ text }) => identifier(text));
      const head = only !== undefined && names.length === 1 ? identifier(only.text) : sql`(${join(names, ", ")})`;
      return sql`${head} -> ${alone(node.body)}`;
    }
    case "atTimeZone": {
      // Trino's grammar takes a text or an interval there, and nothing that is computed.
      const isWritten = ["string", "interval", "parameter"].includes(node.zone.kind);
      return isWritten
        ? sql`${print(printing, node.value, level.zone)} AT TIME ZONE ${unit(node.zone)}`
        : sql`at_timezone(${alone(node.value)}, ${alone(node.zone)})`;
    }
  }
}

function printTyped(node: Extract<Expression, { kind: "typed" }>): Sql {
  const { type, value } = node;
  const isPlain = type.numbers.length + type.items.length + type.fields.length === 0 && !type.withTimeZone;
  // Trino's grammar has no literals of types with brackets.
  return isPlain ? sql`${printType(type)} ${trinoText(value)}` : sql`CAST(${trinoText(value)} AS ${printType(type)})`;
}

/** Trino has no intervals of weeks. */
function printInterval(value: string, unit: Extract<Expression, { kind: "interval" }>["unit"]): Sql {
  const digits = value.replace(/^[+-]/, "");
  const sign = value.startsWith("-") ? sql`- ` : nothing;
  const [amount, word] = unit === "week" ? [String(Number(digits) * 7), "DAY"] : [digits, unit.toUpperCase()];
  return sql`INTERVAL ${sign}${trinoText(amount)} ${plainWord(word)}`;
}

function printCase(node: Extract<Expression, { kind: "case" }>, alone: (expression: Expression) => Sql): Sql {
  const parts = [
    ...(node.operand === undefined ? [] : [alone(node.operand)]),
    ...node.branches.map(({ when, result }) => sql`WHEN ${alone(when)} THEN ${alone(result)}`),
    ...(node.otherwise === undefined ? [] : [sql`ELSE ${alone(node.otherwise)}`]),
  ];
  return sql`CASE ${join(parts, " ")} END`;
}

/** A chain of equal operators is printed flat, so that a long one is not a deep one. */
function printOperator(printing: Printing, node: Extract<Expression, { kind: "operator" }>): Sql {
  const own = levelOf(node);
  const isPredicate = own === level.predicate;
  const pieces: Sql[] = [];
  let left: Expression = node;
  while (left.kind === "operator" && levelOf(left) === own && !(isPredicate && pieces.length > 0)) {
    const right = print(printing, left.right, own + 1);
    pieces.push(sql`${operatorWords(left.operator)} ${right}`);
    left = left.left;
  }
  pieces.push(print(printing, left, isPredicate ? own + 1 : own));
  return join(pieces.reverse(), " ");
}

function operatorWords(operator: BinaryOperator): Sql {
  switch (operator) {
    case "and":
      return sql`AND`;
    case "or":
      return sql`OR`;
    case "=":
      return sql`=`;
    case "<>":
      return sql`<>`;
    case "<":
      return sql`<`;
    case "<=":
      return sql`<=`;
    case ">":
      return sql`>`;
    case ">=":
      return sql`>=`;
    case "+":
      return sql`+`;
    case "-":
      return sql`-`;
    case "*":
      return sql`*`;
    case "/":
      return sql`/`;
    case "%":
      return sql`%`;
    case "||":
      return sql`||`;
  }
}

/** `x IN (a, b)`, where a parameter that is a list stands for its elements. Nothing is in an empty list. */
function printIn(
  printing: Printing,
  node: Extract<Expression, { kind: "in" }>,
  operand: (expression: Expression) => Sql,
  alone: (expression: Expression) => Sql,
): Sql {
  const [only] = node.items;
  const list = only?.kind === "parameter" && node.items.length === 1 ? printing.valueOf(only.name) : null;
  let items = node.items.map(alone);
  if (only?.kind === "parameter" && isList(list)) {
    const type = printing.typeAt(only.name, only.start);
    items = printElements(list, type.kind === "array" ? type.element : unknown).map((item) => located(item, only));
    if (items.length === 0) return sql`${node.negated ? "TRUE" : "FALSE"}`;
  }
  return sql`${operand(node.value)} ${node.negated ? sql`NOT ` : nothing}IN (${join(items, ", ")})`;
}

function isNumber(node: Expression): node is NumberLiteral {
  return node.kind === "integer" || node.kind === "decimal" || node.kind === "double";
}

/** Of what binds closer than a sign; numbers before a point or a bracket stand in brackets of their own. */
function beginsUnsigned(node: Expression): boolean {
  if (node.kind === "atTimeZone") return beginsUnsigned(node.value);
  return isNumber(node) && !node.text.startsWith("-");
}
