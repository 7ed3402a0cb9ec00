import { Refusal } from "./refusal.ts";

const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*|[()?]/g;
const clauses = new Set([
  ...["SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "ON", "WITH", "VALUES"],
  ...["UNION", "INTERSECT", "EXCEPT", "WINDOW", "UNNEST", "JOIN"],
]);

/**
 * Refuses execution parameters as Athena does: as many as there are `?`, and those in WHERE only
 * (https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html).
 */
export function checkParameters(sql: string, parameters: readonly string[]): void {
  let clause = "";
  let before = "";
  const around: string[] = [];
  let found = 0;
  for (const [text] of sql.matchAll(token)) {
    if (text === "(") around.push(clause);
    else if (text === ")") clause = around.pop() ?? "";
    else if (text === "?") {
      found++;
      if (clause !== "WHERE" || around.some((outer) => notWhere.has(outer)))
        throw new Refusal(
          "Parameters are supported only in the WHERE clause of a query.",
          "InvalidRequestException",
          "MALFORMED_QUERY",
        );
    } else if (clauses.has(text.toUpperCase()) && !distinctFrom(before, text)) clause = text.toUpperCase();
    before = text;
  }
  if (found !== parameters.length)
    throw new Refusal(`Incorrect number of parameters: expected ${found} but found ${parameters.length}`);
}

/** `IS DISTINCT FROM` compares, and begins no clause. */
function distinctFrom(before: string, text: string): boolean {
  return before.toUpperCase() === "DISTINCT" && text.toUpperCase() === "FROM";
}

/** A WHERE inside of a list of columns is still in the list. A subquery of FROM or of WITH has a WHERE of its own. */
const notWhere = new Set(["SELECT", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH"]);

/** The statement with its parameters, as Trino takes them. */
export function withParameters(sql: string, parameters: readonly string[]): string {
  if (parameters.length === 0) return sql;
  return `EXECUTE IMMEDIATE '${sql.replaceAll("'", "''")}' USING ${parameters.join(", ")}`;
}
