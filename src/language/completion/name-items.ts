import type { Item } from "../language-answers.ts";
import { type Cursor, lambdaNames } from "../statement/cursor.ts";
import { selectAliases } from "../statement/select-aliases.ts";
import type { StatementScope } from "../statement/statement-scope.ts";
import { columnItems, sentinelItems } from "./column-items.ts";

/** What can stand where an expression is: columns, the relations that they are of, and names of the statement's own. */
export function nameItems(scope: StatementScope, { index }: Cursor): readonly Item[] {
  const levels = scope.relations();
  const own = (label: string, detail: string): Item => ({ label, kind: "column", detail, rank: 0 });
  return [
    ...lambdaNames(scope.tokens, index).map(({ name, list }) => own(name, `an element of ${list.slice(0, 60)}`)),
    ...(scope.clause?.word === "order" ? selectAliases(scope).map((name) => own(name, "of the select list")) : []),
    ...levels.flatMap((relations, level) => relations.flatMap((relation) => columnItems(relation, level))),
    ...levels
      .flat()
      .flatMap(({ name }): Item[] =>
        name === undefined ? [] : [{ label: name, kind: "table", detail: "relation", rank: 2 }],
      ),
    ...sentinelItems(levels.flat(), 3),
  ];
}
