import { tokenize } from "../../sqlfile/tokens.ts";
import type { Completion, Item } from "../language-answers.ts";
import { type LanguageFile, statementUnder } from "../language-file.ts";
import { cursorAt } from "../statement/cursor.ts";
import { StatementScope } from "../statement/statement-scope.ts";
import type { TypedPieces } from "../statement/typed-pieces.ts";
import { memberItems } from "./member-items.ts";
import { nameItems } from "./name-items.ts";
import { tableItems } from "./table-items.ts";

/** What can be typed at an offset of a file. Never fails. */
export function complete(file: LanguageFile, offset: number, types: TypedPieces): Completion {
  if (file.header !== undefined && offset < file.header.end)
    return { items: [], replaces: { start: offset, end: offset } };
  const statement = statementUnder(file, offset) ?? { text: "", start: offset };
  const at = offset - statement.start;
  const answer = (items: readonly Item[], start: number, end: number): Completion => ({
    items,
    replaces: { start: statement.start + start, end: statement.start + end },
  });
  if (isInComment(statement.text, at)) return answer([], at, at);
  const scope = new StatementScope(statement.text, at, types, file.parameterTypes);
  const cursor = cursorAt(scope.tokens, at);
  const { before, start, end } = cursor;
  if (before?.word === "." && before.end <= start) return answer(memberItems(scope, cursor), start, end);
  if (isSource(scope, cursor.index)) return answer(tableItems(scope), start, end);
  return answer(nameItems(scope), start, end);
}

/** Whether a name at a token names a source of FROM. */
function isSource({ clause, tokens }: StatementScope, index: number): boolean {
  if (clause?.word !== "from") return false;
  const before = tokens.all[index - 1]?.word ?? "";
  if (before === ",") return !inCondition(tokens.all.slice(clause.body, index).map(({ word }) => word));
  return before === "from" || before === "join" || (before === "(" && tokens.all[index - 2]?.word !== "unnest");
}

function inCondition(words: readonly string[]): boolean {
  return words.lastIndexOf("on") > Math.max(words.lastIndexOf("join"), -1);
}

function isInComment(text: string, offset: number): boolean {
  const token = tokenize(text).find(({ start, end }) => start < offset && offset <= end);
  if (token === undefined) return false;
  const written = text.slice(token.start, token.end);
  if (written.startsWith("--")) return true;
  return written.startsWith("/*") && (token.kind === "unclosed" || offset < token.end);
}
