import { parseAlias } from "./parse-alias.ts";
import { parseExpression, seesQuery } from "./parse-expression.ts";
import type { Name, Relation } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

/** A table, subquery, UNNEST or join of these. */
export function parseRelation(stream: TokenStream): Relation {
  return stream.deeper(() => {
    const { start } = stream.peek();
    let left = parseSource(stream);
    for (;;) {
      if (stream.sees("natural")) throw stream.error(stream.peek(), "NATURAL JOIN is not supported in Trino");
      if (stream.accept("cross", "join")) {
        const right = parseSource(stream);
        left = {
          kind: "join",
          join: "CROSS",
          left,
          right,
          on: undefined,
          using: [],
          alias: undefined,
          ...stream.from(start),
        };
        continue;
      }
      const join = acceptJoin(stream);
      if (join === undefined) return left;
      const right = parseSource(stream);
      const { on, using } = parseCondition(stream);
      left = { kind: "join", join, left, right, on, using, alias: undefined, ...stream.from(start) };
    }
  });
}

function acceptJoin(stream: TokenStream): "INNER" | "LEFT" | "RIGHT" | "FULL" | undefined {
  if (stream.accept("join") || stream.accept("inner", "join")) return "INNER";
  for (const kind of ["LEFT", "RIGHT", "FULL"] as const)
    if (stream.accept(kind.toLowerCase(), "join") || stream.accept(kind.toLowerCase(), "outer", "join")) return kind;
  return undefined;
}

function parseCondition(stream: TokenStream) {
  if (stream.accept("on")) return { on: parseExpression(stream), using: [] as readonly Name[] };
  stream.expect("using", "(");
  const using = stream.list(() => stream.name("a column"));
  stream.expect(")");
  return { on: undefined, using };
}

function parseSource(stream: TokenStream): Relation {
  const { start } = stream.peek();
  if (stream.accept("lateral", "(")) {
    const query = stream.grammar.query(stream);
    stream.expect(")");
    return { kind: "derived", query, lateral: true, alias: parseAlias(stream), ...stream.from(start) };
  }
  if (stream.accept("unnest", "(")) {
    const args = stream.list(() => parseExpression(stream));
    stream.expect(")");
    const ordinality = stream.accept("with", "ordinality");
    return { kind: "unnest", args, ordinality, alias: parseAlias(stream), ...stream.from(start) };
  }
  if (stream.sees("table", "(") || stream.sees("json_table", "("))
    throw stream.error(stream.peek(), "Table functions are not supported on this machine", "sql-unsupported");
  if (stream.sees("(")) {
    if (seesQuery(stream, 1)) {
      stream.expect("(");
      const query = stream.grammar.query(stream);
      stream.expect(")");
      return { kind: "derived", query, lateral: false, alias: parseAlias(stream), ...stream.from(start) };
    }
    stream.expect("(");
    const relation = parseRelation(stream);
    stream.expect(")");
    return { kind: "group", relation, alias: parseAlias(stream), ...stream.from(start) };
  }
  const parts = [stream.name("a table")];
  while (stream.accept(".")) parts.push(stream.name("a table"));
  if (stream.sees("("))
    throw stream.error(stream.from(start), "Table functions are not supported on this machine", "sql-unsupported");
  if (stream.sees("for", "timestamp") || stream.sees("for", "version"))
    throw stream.error(stream.peek(), "Time travel (FOR VERSION) is not supported on this machine", "sql-unsupported");
  const alias = parseAlias(stream);
  return { kind: "table", parts, alias, ...stream.from(start) };
}
