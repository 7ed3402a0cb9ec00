import type { Item } from "../language-answers.ts";
import { codeTokens } from "../statement/code-tokens.ts";
import { type Cursor, lambdaNames, operandBefore } from "../statement/cursor.ts";
import type { StatementScope } from "../statement/statement-scope.ts";
import { columnItems, fieldItems } from "./column-items.ts";

/** Lists in one another grow with each lambda; an expression of a person's is shorter. */
const mostCharacters = 10_000;

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

/** The operand with an element of the list in place of a lambda's parameter, from the innermost lambda outwards. */
export function withoutLambda(scope: StatementScope, index: number, operand: string): string {
  let text = operand;
  for (const { name, list } of lambdaNames(scope.tokens, index)) {
    if (text.length > mostCharacters) return operand;
    const { all } = codeTokens(text);
    const named = all.filter(
      (token, at) =>
        token.kind === "word" && token.word === name && all[at - 1]?.word !== "." && all[at + 1]?.word !== "(",
    );
    for (const { start, end } of named.toReversed()) text = `${text.slice(0, start)}(${list})[1]${text.slice(end)}`;
  }
  return text;
}
