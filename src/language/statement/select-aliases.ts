import { isName, nameText, topLevel } from "./code-tokens.ts";
import type { StatementScope } from "./statement-scope.ts";

/** The names that a select list gives with AS, which ORDER BY can use. */
export function selectAliases({ levels, tokens }: StatementScope): readonly string[] {
  const select = levels[0]?.arm.clauses.find(({ word }) => word === "select");
  if (select === undefined) return [];
  const found: string[] = [];
  for (const index of topLevel(tokens, select.body, select.end)) {
    const named = tokens.all[index + 1];
    if (tokens.all[index]?.word === "as" && isName(named)) found.push(nameText(tokens, named));
  }
  return [...new Set(found)];
}
