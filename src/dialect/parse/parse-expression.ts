import { bounds } from "./bounds.ts";
import { parseCall, parseSpecialCall } from "./parse-call.ts";
import { parseNumber, parseString } from "./parse-literal.ts";
import { parseType } from "./parse-type.ts";
import type { BinaryOperator, Expression, IntervalUnit, Name } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

/** Any expression of Trino's grammar, or a lambda. */
export function parseExpression(stream: TokenStream): Expression {
  return stream.deeper(() => parseOr(stream));
}

function parseOr(stream: TokenStream): Expression {
  return leftToRight(stream, ["or"], parseAnd);
}

function parseAnd(stream: TokenStream): Expression {
  return leftToRight(stream, ["and"], parseNot);
}

function parseNot(stream: TokenStream): Expression {
  const { start } = stream.peek();
  if (!stream.accept("not")) return parsePredicate(stream);
  const value = stream.deeper(() => parseNot(stream));
  return { kind: "not", value, ...stream.from(start) };
}

const comparisons: ReadonlyMap<string, BinaryOperator> = new Map(
  Object.entries<BinaryOperator>({
    "=": "=",
    "<>": "<>",
    "!=": "<>",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
  }),
);

function parsePredicate(stream: TokenStream): Expression {
  const { start } = stream.peek();
  let left = parseOperand(stream);
  for (;;) {
    const operator = comparisons.get(stream.word());
    if (operator !== undefined) {
      stream.take();
      const quantifier =
        stream.accept("any") || stream.accept("some") ? "any" : stream.accept("all") ? "all" : undefined;
      if (quantifier !== undefined) {
        const query = parseBracketedQuery(stream);
        left = { kind: "quantified", operator, left, quantifier, query, ...stream.from(start) };
      } else left = { kind: "operator", operator, left, right: parseOperand(stream), ...stream.from(start) };
      continue;
    }
    if (stream.sees("is")) {
      left = parseIs(stream, left, start);
      continue;
    }
    const negated = stream.sees("not") && ["in", "like", "between"].includes(stream.word(1));
    if (negated) stream.take();
    if (stream.accept("between")) {
      const low = parseOperand(stream);
      stream.expect("and");
      left = { kind: "between", value: left, low, high: parseOperand(stream), negated, ...stream.from(start) };
    } else if (stream.accept("like")) {
      const pattern = parseOperand(stream);
      const escapedBy = stream.accept("escape") ? parseOperand(stream) : undefined;
      left = { kind: "like", value: left, pattern, escapedBy, negated, ...stream.from(start) };
    } else if (stream.accept("in")) left = parseIn(stream, left, negated, start);
    else return left;
  }
}

function parseIs(stream: TokenStream, left: Expression, start: number): Expression {
  stream.expect("is");
  const negated = stream.accept("not");
  if (stream.accept("null")) return { kind: "isNull", value: left, negated, ...stream.from(start) };
  stream.expect("distinct", "from");
  return { kind: "isDistinct", left, right: parseOperand(stream), negated: !negated, ...stream.from(start) };
}

function parseIn(stream: TokenStream, value: Expression, negated: boolean, start: number): Expression {
  if (stream.kind() === "parameter")
    return { kind: "in", value, items: [parsePrimary(stream)], bare: true, negated, ...stream.from(start) };
  stream.expect("(");
  if (seesQuery(stream)) {
    const query = stream.grammar.query(stream);
    stream.expect(")");
    return { kind: "inQuery", value, query, negated, ...stream.from(start) };
  }
  const items = stream.list(() => parseExpression(stream), bounds.items, "list", "bind it as a parameter (IN :name)");
  stream.expect(")");
  return { kind: "in", value, items, bare: false, negated, ...stream.from(start) };
}

/** An operand without predicates: what stands on either side of `=`, and before the IN of POSITION. */
export function parseOperand(stream: TokenStream): Expression {
  return leftToRight(stream, ["||"], (inner) => leftToRight(inner, ["+", "-"], parseProduct));
}

function parseProduct(stream: TokenStream): Expression {
  return leftToRight(stream, ["*", "/", "%"], parseSign);
}

function parseSign(stream: TokenStream): Expression {
  const { start } = stream.peek();
  // A minus before a number belongs to it (SqlBase.g4, number), so that the lowest integers can be written.
  if (stream.sees("-") && stream.kind(1) === "number") return parseZone(stream);
  const minus = stream.accept("-");
  if (!minus && !stream.accept("+")) return parseZone(stream);
  const value = stream.deeper(() => parseSign(stream));
  return { kind: minus ? "negate" : "plus", value, ...stream.from(start) };
}

function parseZone(stream: TokenStream): Expression {
  const { start } = stream.peek();
  let value = parsePostfix(stream);
  while (stream.accept("at", "time", "zone"))
    value = { kind: "atTimeZone", value, zone: parsePostfix(stream), ...stream.from(start) };
  return value;
}

function parsePostfix(stream: TokenStream): Expression {
  const { start } = stream.peek();
  let base = parsePrimary(stream);
  for (;;) {
    if (stream.accept("[")) {
      const index = parseExpression(stream);
      stream.expect("]");
      base = { kind: "subscript", base, index, ...stream.from(start) };
    } else if (stream.accept(".")) base = { kind: "field", base, name: fieldName(stream), ...stream.from(start) };
    else if (stream.sees("::")) throw stream.error(stream.peek(), "Trino has no :: cast; write CAST(value AS type)");
    else return base;
  }
}

/** After a dot even a reserved word is a name. */
function fieldName(stream: TokenStream): Name {
  const token = stream.peek();
  if (token.kind !== "word") return stream.name();
  stream.take();
  return { text: stream.text.slice(token.start, token.end), quoted: false, start: token.start, end: token.end };
}

function parsePrimary(stream: TokenStream): Expression {
  const token = stream.peek();
  const written = stream.text.slice(token.start, token.end);
  const { start } = token;
  switch (token.kind) {
    case "number":
      return parseNumber(stream);
    case "parameter":
      stream.take();
      return { kind: "parameter", name: written.slice(1), start, end: token.end };
    case "string":
      return parseString(stream);
    case "quoted":
      return parseNamed(stream);
    case "operator":
      if (written === "-" && stream.kind(1) === "number") {
        stream.take();
        const number = parseNumber(stream);
        return { ...number, text: `-${number.text}`, start };
      }
      if (written === "(") return parseBrackets(stream);
      if (written === "?")
        throw stream.error(token, "Positional parameters have no name here; write :name", "sql-unsupported");
      break;
    case "word":
      return parseWord(stream);
  }
  throw stream.unexpected("an expression");
}

function parseWord(stream: TokenStream): Expression {
  const { start } = stream.peek();
  const word = stream.word();
  if (word === "null") {
    stream.take();
    return { kind: "null", ...stream.from(start) };
  }
  if (word === "true" || word === "false") {
    stream.take();
    return { kind: "boolean", value: word === "true", ...stream.from(start) };
  }
  if (word === "case") return parseCase(stream);
  if (word === "exists" && stream.sees("exists", "(")) {
    stream.take();
    return { kind: "exists", query: parseBracketedQuery(stream), ...stream.from(start) };
  }
  if (word === "array" && stream.word(1) === "[") return parseArray(stream);
  if (word === "row" && stream.word(1) === "(") {
    stream.accept("row", "(");
    const items = stream.list(() => parseExpression(stream));
    stream.expect(")");
    return { kind: "row", items, ...stream.from(start) };
  }
  if ((word === "cast" || word === "try_cast") && stream.word(1) === "(") {
    stream.accept(word, "(");
    const value = parseExpression(stream);
    stream.expect("as");
    const type = parseType(stream);
    stream.expect(")");
    return { kind: "cast", value, type, safe: word === "try_cast", ...stream.from(start) };
  }
  if (word === "interval" && (stream.kind(1) === "string" || ["+", "-"].includes(stream.word(1))))
    return parseInterval(stream);
  return parseSpecialCall(stream) ?? parseTyped(stream) ?? parseNamed(stream);
}

/** `DATE '2026-01-01'`: a type's name and a string. */
function parseTyped(stream: TokenStream): Expression | undefined {
  const { start } = stream.peek();
  if (stream.kind(1) !== "string" && !stream.sees("double", "precision")) return undefined;
  const type = parseType(stream);
  const value = parseString(stream);
  if (value.kind !== "string") throw stream.error(value, "A literal of a type needs plain text");
  return { kind: "typed", type, value: value.value, ...stream.from(start) };
}

function parseNamed(stream: TokenStream): Expression {
  const { start } = stream.peek();
  if (stream.seesName() && stream.word(1) === "->") {
    const parameters = [stream.name()];
    stream.expect("->");
    return { kind: "lambda", parameters, body: parseExpression(stream), ...stream.from(start) };
  }
  const name = stream.name("an expression");
  if (stream.sees("(")) return parseCall(stream, name);
  return { kind: "name", name, ...stream.from(start) };
}

function parseBrackets(stream: TokenStream): Expression {
  const { start } = stream.peek();
  const lambda = stream.attempt(() => parseLambdaHead(stream));
  if (lambda !== undefined)
    return { kind: "lambda", parameters: lambda, body: parseExpression(stream), ...stream.from(start) };
  if (seesQuery(stream, 1)) return { kind: "subquery", query: parseBracketedQuery(stream), ...stream.from(start) };
  stream.expect("(");
  const items = stream.list(() => parseExpression(stream));
  stream.expect(")");
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { kind: "row", items, ...stream.from(start) };
}

function parseLambdaHead(stream: TokenStream): readonly Name[] | undefined {
  stream.expect("(");
  const parameters: Name[] = [];
  while (stream.seesName()) {
    parameters.push(stream.name());
    if (!stream.accept(",")) break;
  }
  return stream.accept(")", "->") ? parameters : undefined;
}

function parseArray(stream: TokenStream): Expression {
  const { start } = stream.peek();
  stream.accept("array", "[");
  const items = stream.sees("]") ? [] : stream.list(() => parseExpression(stream));
  stream.expect("]");
  return { kind: "array", items, ...stream.from(start) };
}

function parseCase(stream: TokenStream): Expression {
  const { start } = stream.peek();
  stream.expect("case");
  const operand = stream.sees("when") ? undefined : parseExpression(stream);
  const branches: { when: Expression; result: Expression }[] = [];
  while (stream.accept("when")) {
    if (branches.length === bounds.items)
      throw stream.error(stream.peek(), `This CASE has more than ${bounds.items} branches`, "sql-unsupported");
    const when = parseExpression(stream);
    stream.expect("then");
    branches.push({ when, result: parseExpression(stream) });
  }
  if (branches.length === 0) throw stream.unexpected("WHEN");
  const otherwise = stream.accept("else") ? parseExpression(stream) : undefined;
  stream.expect("end");
  return { kind: "case", operand, branches, otherwise, ...stream.from(start) };
}

const units: readonly IntervalUnit[] = ["year", "month", "week", "day", "hour", "minute", "second"];

function parseInterval(stream: TokenStream): Expression {
  const { start } = stream.peek();
  stream.expect("interval");
  const minus = stream.accept("-");
  if (!minus) stream.accept("+");
  const value = parseString(stream);
  const unit = units.find((known) => known === stream.word() || `${known}s` === stream.word());
  if (unit === undefined || value.kind !== "string") throw stream.unexpected("DAY, HOUR, MINUTE or another unit");
  stream.take();
  if (stream.sees("to"))
    throw stream.error(stream.peek(), "INTERVAL ... TO ... is not supported; use one unit", "sql-unsupported");
  if (!/^[+-]?\d+(\.\d{1,3})?$/.test(value.value)) throw stream.error(value, "An interval needs a number");
  const text = value.value.trim();
  const flipped = text.startsWith("-") ? text.slice(1) : `-${text.replace("+", "")}`;
  return { kind: "interval", value: minus ? flipped : text, unit, ...stream.from(start) };
}

function parseBracketedQuery(stream: TokenStream) {
  stream.expect("(");
  const query = stream.grammar.query(stream);
  stream.expect(")");
  return query;
}

/** Whether a query comes next. One that begins with a query in brackets is one only if it goes on as a query does. */
export function seesQuery(stream: TokenStream, ahead = 0): boolean {
  let at = ahead;
  while (stream.word(at) === "(") {
    if (!afterQuery.has(stream.word(stream.closing(at) + 1))) return false;
    at++;
  }
  return ["select", "with", "values", "table"].includes(stream.word(at));
}

const afterQuery: ReadonlySet<string> = new Set([
  ...[")", "union", "except", "intersect", "order", "offset", "limit", "fetch"],
]);

function leftToRight(
  stream: TokenStream,
  operators: readonly BinaryOperator[],
  operand: (stream: TokenStream) => Expression,
): Expression {
  const { start } = stream.peek();
  let left = operand(stream);
  for (let length = 1; ; length++) {
    const operator = operators.find((known) => stream.sees(known));
    if (operator === undefined) return left;
    if (length === bounds.items && (operator === "and" || operator === "or"))
      throw stream.error(
        stream.peek(),
        `This chain of ${operator.toUpperCase()} has more than ${bounds.items} parts; use IN with a list`,
        "sql-unsupported",
      );
    stream.take();
    left = { kind: "operator", operator, left, right: operand(stream), ...stream.from(start) };
  }
}
