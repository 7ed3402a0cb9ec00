import type { Item } from "../language-answers.ts";
import { type Cursor, lambdaNames, operandBefore } from "../statement/cursor.ts";
import type { StatementScope } from "../statement/statement-scope.ts";
import { columnItems, fieldItems } from "./column-items.ts";

/** What can stand behind a dot: columns of a relation, or fields of a row. */
export function memberItems(scope: StatementScope, { index }: Cursor): readonly Item[] {
  const operand = operandBefore(scope.tokens, index - 1);
  if (operand === "") return [];
  const key = operand.replaceAll('"', "").toLowerCase();
  for (const relations of scope.relations()) {
    const relation = relations.find(({ name }) => name?.toLowerCase() === key);
    if (relation !== undefined) return columnItems(relation, 0);
  }
  const type = scope.typeOf(withoutLambda(scope, index, operand));
  return type === undefined ? [] : fieldItems(type);
}

/** The operand with an element of the list in place of a lambda's parameter. */
export function withoutLambda(scope: StatementScope, index: number, operand: string): string {
  let text = operand;
  for (const { name, list } of lambdaNames(scope.tokens, index)) {
    const [head = ""] = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(text) ?? [];
    if (head.toLowerCase() === name) text = `(${list})[1]${text.slice(head.length)}`;
  }
  return text;
}
