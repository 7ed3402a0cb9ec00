import type { TextPlace } from "../protocol/errors.ts";
import { placeOf } from "./place.ts";
import { tokenize } from "./tokens.ts";

/** One statement of a file, from its first word to before its semicolon; offsets are UTF-16, `end` excluded. */
export interface Statement {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The end with the semicolon, where there is one. */
  readonly fullEnd: number;
  readonly place: TextPlace;
}

/** The statements of a text in order. Comments before a statement and empty statements belong to none. Never fails. */
export function splitStatements(text: string): readonly Statement[] {
  const statements: Statement[] = [];
  let start = -1;
  let end = -1;
  const close = (fullEnd: number): void => {
    if (start !== -1)
      statements.push({ text: text.slice(start, end), start, end, fullEnd, place: placeOf(text, start, end - start) });
    start = -1;
  };
  for (const token of tokenize(text)) {
    if (token.kind === "space" || token.kind === "comment") continue;
    if (token.kind === "operator" && text[token.start] === ";") {
      close(token.end);
      continue;
    }
    if (start === -1 && token.kind === "unclosed" && text.startsWith("/*", token.start)) continue;
    if (start === -1) start = token.start;
    end = token.end;
  }
  close(end);
  return statements;
}

/**
 * The statement that a cursor at `offset` means: the one around it, else the next one, else the last one.
 * `undefined` only for a text without a statement.
 */
export function statementAt(text: string, offset: number): Statement | undefined {
  const statements = splitStatements(text);
  return (
    statements.find((statement) => offset >= statement.start && offset <= statement.fullEnd) ??
    statements.find((statement) => statement.start >= offset) ??
    statements.at(-1)
  );
}
