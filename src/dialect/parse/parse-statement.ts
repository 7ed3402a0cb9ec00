import { nearest } from "../../base/nearest.ts";
import { parseExpression, parseOperand } from "./parse-expression.ts";
import { parseQuery } from "./parse-query.ts";
import type { Statement } from "./syntax.ts";
import { TokenStream } from "./token-stream.ts";

/**
 * Reads one statement of Athena's SQL (Trino's), which may end with a semicolon.
 * @throws TenantTrailError `sql-syntax` with its place; `sql-refused` for anything that is not one reading statement.
 */
export function parseStatement(text: string): Statement {
  const stream = new TokenStream(text, { expression: parseExpression, operand: parseOperand, query: parseQuery });
  const first = stream.peek();
  if (first.kind === "end" || stream.sees(";")) throw stream.error(first, "There is no statement here");
  const statement = parseKind(stream);
  while (stream.accept(";"));
  const rest = stream.peek();
  if (rest.kind === "end") return statement;
  if (/;\s*$/.test(stream.text.slice(0, rest.start)))
    throw stream.error(rest, "One statement runs at a time", "sql-refused");
  throw stream.unexpected("the end of the statement");
}

const starters = ["select", "with", "values", "table", "show", "describe"];
/** What begins Trino's and Athena's other statements is not taken for a slip. */
const otherStatements = new Set(
  (
    "alter analyze begin call comment commit create deallocate delete deny drop end execute grant insert merge msck " +
    "optimize prepare refresh reset revoke rollback set show start truncate unload update use vacuum"
  ).split(" "),
);

function parseKind(stream: TokenStream): Statement {
  const first = stream.peek();
  const word = stream.word();
  if (word === "(" || ["select", "with", "values", "table"].includes(word))
    return { kind: "query", query: parseQuery(stream) };
  if (stream.sees("explain"))
    throw stream.error(
      first,
      "EXPLAIN is not supported on this machine: its plan would be another engine's",
      "sql-unsupported",
    );
  if (stream.accept("show", "tables")) return { kind: "showTables" };
  if (stream.accept("describe") || stream.accept("desc") || stream.accept("show", "columns", "from")) {
    let table = stream.name("a table");
    while (stream.accept(".")) table = stream.name("a table");
    return { kind: "describe", table };
  }
  const [meant] = otherStatements.has(word) ? [] : nearest(word, starters);
  if (first.kind === "word" && meant !== undefined)
    throw stream.error(first, `${word.toUpperCase()} begins no statement. Did you mean ${meant.toUpperCase()}?`);
  if (first.kind === "word")
    throw stream.error(
      first,
      `${word.toUpperCase()} is refused: only statements that read (SELECT, WITH, VALUES, TABLE, SHOW TABLES, DESCRIBE) run here`,
      "sql-refused",
    );
  throw stream.unexpected("SELECT, WITH, VALUES or TABLE");
}
