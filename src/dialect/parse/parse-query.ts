import { bounds } from "./bounds.ts";
import { parseSortItem, parseWindow } from "./parse-call.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseRelation } from "./parse-relation.ts";
import type { Cte, Expression, GroupItem, Name, Query, QueryBody, Select, SelectItem } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

/** `[WITH ...] body [ORDER BY] [OFFSET] [LIMIT | FETCH FIRST]`. */
export function parseQuery(stream: TokenStream): Query {
  return stream.deeper(() => {
    const { start } = stream.peek();
    const ctes = stream.accept("with") ? parseCtes(stream) : [];
    const body = parseSetOperation(stream);
    const orderBy = stream.accept("order", "by") ? stream.list(() => parseSortItem(stream)) : [];
    let offset: Expression | undefined;
    if (stream.accept("offset")) {
      offset = parseExpression(stream);
      if (!stream.accept("rows")) stream.accept("row");
    }
    let limit: Expression | undefined;
    let withTies = false;
    if (stream.accept("limit")) limit = stream.accept("all") ? undefined : parseExpression(stream);
    else if (stream.accept("fetch")) {
      if (!stream.accept("first")) stream.expect("next");
      const at = stream.peek();
      limit =
        stream.sees("row") || stream.sees("rows")
          ? { kind: "integer", text: "1", start: at.start, end: at.end }
          : parseExpression(stream);
      if (!stream.accept("rows")) stream.expect("row");
      withTies = stream.accept("with", "ties");
      if (!withTies) stream.expect("only");
    }
    return { ctes, body, orderBy, offset, limit, withTies, ...stream.from(start) };
  });
}

function parseCtes(stream: TokenStream): readonly Cte[] {
  if (stream.sees("recursive"))
    throw stream.error(stream.peek(), "WITH RECURSIVE is not supported on this machine", "sql-unsupported");
  const cte = (): Cte => {
    const name = stream.name();
    const columns = parseColumnNames(stream);
    stream.expect("as", "(");
    const query = parseQuery(stream);
    stream.expect(")");
    return { name, columns, query, ...stream.from(name.start) };
  };
  return stream.list(cte, bounds.namedQueries, "WITH");
}

/** `(a, b)` after an alias, or nothing. */
export function parseColumnNames(stream: TokenStream): readonly Name[] {
  if (!stream.accept("(")) return [];
  const names = stream.list(() => stream.name());
  stream.expect(")");
  return names;
}

function parseSetOperation(stream: TokenStream): QueryBody {
  return setOperation(stream, ["UNION", "EXCEPT"], (inner) => setOperation(inner, ["INTERSECT"], parseTerm));
}

function setOperation(
  stream: TokenStream,
  operators: readonly ("UNION" | "INTERSECT" | "EXCEPT")[],
  operand: (stream: TokenStream) => QueryBody,
): QueryBody {
  const { start } = stream.peek();
  let left = operand(stream);
  for (;;) {
    const operator = operators.find((known) => stream.accept(known.toLowerCase()));
    if (operator === undefined) return left;
    const all = stream.accept("all");
    if (!all) stream.accept("distinct");
    left = { kind: "setOperation", operator, all, left, right: operand(stream), ...stream.from(start) };
  }
}

function parseTerm(stream: TokenStream): QueryBody {
  const { start } = stream.peek();
  if (stream.accept("(")) {
    const query = parseQuery(stream);
    stream.expect(")");
    return { kind: "nested", query, ...stream.from(start) };
  }
  if (stream.accept("values")) {
    const rows = stream.list(() => parseExpression(stream));
    return { kind: "values", rows, ...stream.from(start) };
  }
  if (stream.accept("table")) {
    const parts = [stream.name("a table")];
    while (stream.accept(".")) parts.push(stream.name("a table"));
    const span = stream.from(start);
    const items: SelectItem[] = [{ kind: "star", qualifier: undefined, ...span }];
    return { ...emptySelect, items, from: [{ kind: "table", parts, alias: undefined, ...span }], ...span };
  }
  return parseSelect(stream);
}

const emptySelect = {
  kind: "select",
  distinct: false,
  where: undefined,
  groupBy: [],
  groupDistinct: false,
  having: undefined,
  windows: [],
} as const;

function parseSelect(stream: TokenStream): Select {
  const { start } = stream.peek();
  if (!stream.accept("select")) throw stream.unexpected("SELECT, WITH, VALUES or TABLE");
  const distinct = stream.accept("distinct");
  if (!distinct) stream.accept("all");
  const items = stream.list(() => parseSelectItem(stream), bounds.columns, "select list");
  const from = stream.accept("from") ? stream.list(() => parseRelation(stream)) : [];
  const where = stream.accept("where") ? parseExpression(stream) : undefined;
  let groupBy: readonly GroupItem[] = [];
  let groupDistinct = false;
  if (stream.accept("group", "by")) {
    groupDistinct = stream.accept("distinct");
    if (!groupDistinct) stream.accept("all");
    groupBy = stream.list(() => parseGroupItem(stream));
  }
  const having = stream.accept("having") ? parseExpression(stream) : undefined;
  const windows = stream.accept("window")
    ? stream.list(() => {
        const name = stream.name("a window");
        stream.expect("as");
        return { name, window: parseWindow(stream) };
      })
    : [];
  if (stream.sees("qualify")) throw stream.error(stream.peek(), "Trino has no QUALIFY; filter in an outer query");
  return {
    kind: "select",
    distinct,
    items,
    from,
    where,
    groupBy,
    groupDistinct,
    having,
    windows,
    ...stream.from(start),
  };
}

function parseSelectItem(stream: TokenStream): SelectItem {
  const { start } = stream.peek();
  if (stream.accept("*")) return { kind: "star", qualifier: undefined, ...stream.from(start) };
  const qualified = stream.attempt(() => {
    if (!stream.seesName() || stream.word(1) !== ".") return undefined;
    let qualifier = stream.name();
    stream.accept(".");
    while (stream.seesName() && stream.word(1) === ".") {
      qualifier = stream.name();
      stream.accept(".");
    }
    return stream.accept("*") ? qualifier : undefined;
  });
  if (qualified !== undefined) return { kind: "star", qualifier: qualified, ...stream.from(start) };
  const value = parseExpression(stream);
  const alias = stream.accept("as") || (stream.seesName() && !seesClause(stream)) ? stream.name("an alias") : undefined;
  return { kind: "item", value, alias, ...stream.from(start) };
}

/** Words that are not reserved, but begin a clause where a query without FROM goes on so: `SELECT 1 LIMIT 1`. */
function seesClause(stream: TokenStream): boolean {
  const counts = stream.kind(1) === "number" || stream.kind(1) === "parameter" || stream.word(1) === "all";
  if (stream.sees("limit") || stream.sees("offset")) return counts;
  if (stream.sees("fetch")) return stream.word(1) === "first" || stream.word(1) === "next";
  return stream.sees("window") && stream.seesName(1) && stream.word(2) === "as";
}

function parseGroupItem(stream: TokenStream): GroupItem {
  const { start } = stream.peek();
  const kind = stream.accept("rollup", "(")
    ? "rollup"
    : stream.accept("cube", "(")
      ? "cube"
      : stream.accept("grouping", "sets", "(")
        ? "sets"
        : undefined;
  if (kind === undefined) {
    if (stream.accept("(", ")")) return { kind: "sets", sets: [[]], ...stream.from(start) };
    return { kind: "by", value: parseExpression(stream), ...stream.from(start) };
  }
  const sets = stream.sees(")") ? [] : stream.list(() => parseGroupSet(stream));
  stream.expect(")");
  return { kind, sets, ...stream.from(start) };
}

function parseGroupSet(stream: TokenStream): readonly Expression[] {
  if (stream.accept("(", ")")) return [];
  const value = parseExpression(stream);
  return value.kind === "row" ? value.items : [value];
}
