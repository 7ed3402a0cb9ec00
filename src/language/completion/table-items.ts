import { lakeTables } from "../knowledge/lake-tables.ts";
import { sentinelTables } from "../knowledge/sentinel-names.ts";
import type { Item } from "../language-answers.ts";
import type { StatementScope } from "../statement/statement-scope.ts";

/** What can stand in FROM: named queries, tables, views, and Sentinel's names of them. */
export function tableItems(scope: StatementScope): readonly Item[] {
  return [
    ...scope.namedQueries.map((name): Item => ({ label: name, kind: "view", detail: "WITH", rank: 0 })),
    ...[...lakeTables.values()].map(
      ({ name, title, description, eventTime }): Item => ({
        label: name,
        kind: title === undefined ? "view" : "table",
        detail: title ?? "view",
        documentation: `${description}\n\nEvent time: ${eventTime}.`,
        rank: 1,
      }),
    ),
    ...[...sentinelTables].map(
      ([label, name]): Item => ({
        label,
        kind: "table",
        detail: `→ ${name}`,
        documentation: `What Microsoft Sentinel calls ${label} is ${name} here.`,
        insert: name,
        rank: 2,
      }),
    ),
  ];
}
