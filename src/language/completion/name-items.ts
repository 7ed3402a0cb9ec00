import type { Item } from "../language-answers.ts";
import type { StatementScope } from "../statement/statement-scope.ts";
import { columnItems, sentinelItems } from "./column-items.ts";

/** What can stand where an expression is: columns, the relations that they are of, and words. */
export function nameItems(scope: StatementScope): readonly Item[] {
  const levels = scope.relations();
  return [
    ...levels.flatMap((relations, level) => relations.flatMap((relation) => columnItems(relation, level))),
    ...levels
      .flat()
      .flatMap(({ name }): Item[] =>
        name === undefined ? [] : [{ label: name, kind: "table", detail: "relation", rank: 2 }],
      ),
    ...sentinelItems(levels.flat(), 3),
  ];
}
