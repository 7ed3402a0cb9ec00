import { parameterNames } from "../../sqlfile/parameters.ts";
import { eachToken, tokenize } from "../../sqlfile/tokens.ts";
import { completeHeader } from "../header/complete-header.ts";
import type { Completion, Item } from "../language-answers.ts";
import { type LanguageFile, statementUnder } from "../language-file.ts";
import { type Cursor, cursorAt } from "../statement/cursor.ts";
import { StatementScope } from "../statement/statement-scope.ts";
import type { TypedPieces } from "../statement/typed-pieces.ts";
import { memberItems } from "./member-items.ts";
import { nameItems } from "./name-items.ts";
import { tableItems } from "./table-items.ts";
import { valueItems } from "./value-items.ts";
import { functionItems, parameterItems, wordItems } from "./word-items.ts";

/** What can be typed at an offset of a file. Never fails. */
export function complete(file: LanguageFile, offset: number, types: TypedPieces): Completion {
  if (file.header !== undefined && offset < file.header.end) return completeHeader(file, offset);
  const statement = statementUnder(file, offset);
  if (statement === undefined && isCommentAt(file.text, offset))
    return { items: [], replaces: { start: offset, end: offset } };
  const { text, start } = statement ?? { text: "", start: offset };
  const at = offset - start;
  const inFile = ({ items, replaces }: Completion): Completion => ({
    items,
    replaces: { start: start + replaces.start, end: start + replaces.end },
  });
  if (isCommentAt(text, at)) return inFile({ items: [], replaces: { start: at, end: at } });
  const inside = tokenize(text).find((token) => token.start < at && at <= token.end);
  const written = inside === undefined ? "" : text.slice(inside.start, inside.end);
  const scope = new StatementScope(text, at, types, file.parameterTypes);
  const cursor = cursorAt(scope.tokens, at);
  if (inside !== undefined && /^'/.test(written) && (inside.kind === "unclosed" || at < inside.end))
    return inFile(valuesInside(scope, cursor, inside.kind === "unclosed" ? { start: inside.start, end: at } : inside));
  const { start: from, end: to, index } = cursor;
  if (written.startsWith(":") && !written.startsWith("::")) {
    const replaces = { start: inside?.start ?? from, end: inside?.end ?? to };
    const used = parameterNames(file.text.slice(0, start + replaces.start) + file.text.slice(start + replaces.end));
    return inFile({ items: parameterItems(file.parameters, used), replaces });
  }
  const items = itemsAt(scope, cursor);
  const values = valueItems(scope, index);
  return inFile({ items: [...values, ...items], replaces: { start: from, end: to } });
}

function itemsAt(scope: StatementScope, cursor: Cursor): readonly Item[] {
  const { before, start, index } = cursor;
  if (before?.word === "." && before.end <= start) return memberItems(scope, cursor);
  if (before?.word === "as") return [];
  if (isSource(scope, index)) return [...tableItems(scope), { label: "UNNEST", kind: "keyword", rank: 5 }];
  return [
    ...nameItems(scope, cursor),
    ...(scope.clause === undefined ? [] : functionItems),
    ...wordItems(scope.clause?.word),
  ];
}

/** Values for a text that is being written: its quotes are replaced too. */
function valuesInside(scope: StatementScope, cursor: Cursor, replaces: { start: number; end: number }): Completion {
  const index = scope.tokens.all.findIndex(({ start }) => start === replaces.start);
  const items = valueItems(scope, index === -1 ? cursor.index : index).filter(({ label }) => label.startsWith("'"));
  return { items, replaces };
}

/** Whether a name at a token names a source of FROM. */
function isSource({ clause, tokens }: StatementScope, index: number): boolean {
  if (clause?.word !== "from") return false;
  const before = tokens.all[index - 1]?.word ?? "";
  if (before === "from" || before === "join") return true;
  const words = tokens.all.slice(clause.body, index - 1).map(({ word }) => word);
  const isCondition = Math.max(words.lastIndexOf("on"), words.lastIndexOf("unnest")) > words.lastIndexOf("join");
  return (before === "," || before === "(") && !isCondition;
}

function isCommentAt(text: string, offset: number): boolean {
  for (const { kind, start, end } of eachToken(text)) {
    if (start >= offset) return false;
    if (end < offset) continue;
    if (text.startsWith("--", start)) return true;
    if (text.startsWith("/*", start)) return kind === "unclosed" || offset < end;
  }
  return false;
}
