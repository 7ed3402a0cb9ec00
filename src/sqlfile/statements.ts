import type { TextPlace } from "../protocol/errors.ts";
import { placesIn } from "./place.ts";
import { eachToken } from "./tokens.ts";

/** One statement of a file, from its first word to before its semicolon; offsets are UTF-16, `end` excluded. */
export interface Statement {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The end with the semicolon, where there is one. */
  readonly fullEnd: number;
  readonly place: TextPlace;
}

/**
 * The statements of a text in order. Comments before a statement and empty statements belong to none. Never fails.
 *
 * @param most how many are wanted; the text behind them is not read.
 */
export function splitStatements(text: string, most = Number.POSITIVE_INFINITY): readonly Statement[] {
  const statements: Statement[] = [];
  for (const statement of eachStatement(text)) {
    statements.push(statement);
    if (statements.length >= most) break;
  }
  return statements;
}

function* eachStatement(text: string): Generator<Statement> {
  const placeAt = placesIn(text);
  let start = -1;
  let end = -1;
  const found = (fullEnd: number): Statement => ({
    text: text.slice(start, end),
    start,
    end,
    fullEnd,
    place: placeAt(start, end - start),
  });
  for (const token of eachToken(text)) {
    if (token.kind === "space" || token.kind === "comment") continue;
    if (token.kind === "operator" && text[token.start] === ";") {
      if (start !== -1) yield found(token.end);
      start = -1;
      continue;
    }
    if (start === -1 && token.kind === "unclosed" && text.startsWith("/*", token.start)) continue;
    if (start === -1) start = token.start;
    end = token.end;
  }
  if (start !== -1) yield found(end);
}

/**
 * The statement that a cursor at `offset` means, and its index: the one around it, else the next one, else the last one.
 * `undefined` only for a text without a statement.
 */
export function statementAt(text: string, offset: number): (Statement & { readonly index: number }) | undefined {
  let index = -1;
  let last: Statement | undefined;
  for (const statement of eachStatement(text)) {
    index++;
    last = statement;
    if (offset <= statement.fullEnd) break;
  }
  return last && { ...last, index };
}
