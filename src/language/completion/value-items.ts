import { sqlText } from "../../tables/sql/quoted-sql.ts";
import { knownValues } from "../knowledge/known-values.ts";
import type { Item } from "../language-answers.ts";
import { withoutRelation } from "../statement/column-path.ts";
import { operandBefore } from "../statement/cursor.ts";
import type { StatementScope } from "../statement/statement-scope.ts";

const comparisons = new Set(["=", "<>", "!=", "<", "<=", ">", ">=", "like"]);

/** The values that what is compared at a token is known to have. */
export function valueItems(scope: StatementScope, index: number): readonly Item[] {
  const operand = comparedBefore(scope, index);
  if (operand === undefined) return [];
  const path = withoutRelation(scope, operand);
  return knownValues(path, scope.tables()).map(({ value, meaning }) => ({
    label: typeof value === "number" ? String(value) : sqlText(value),
    kind: "value",
    ...(meaning !== undefined && { detail: meaning }),
    rank: 0,
  }));
}

/** The operand that a value at a token is compared with: `x = `, `x IN (1, `, `x BETWEEN `. */
function comparedBefore({ tokens }: StatementScope, index: number): string | undefined {
  const { all, closings } = tokens;
  let at = index - 1;
  if (comparisons.has(all[at]?.word ?? "")) return operandBefore(tokens, at);
  // Within the brackets of IN, behind other values.
  while (at >= 0 && all[at]?.word !== "(" && isListed(all[at]?.kind, all[at]?.word)) at--;
  if (all[at]?.word !== "(" || (closings.get(at) ?? index) < index || all[at - 1]?.word !== "in") return undefined;
  return operandBefore(tokens, all[at - 2]?.word === "not" ? at - 2 : at - 1);
}

function isListed(kind: string | undefined, word: string | undefined): boolean {
  return kind === "string" || kind === "number" || word === "," || word === "-";
}
