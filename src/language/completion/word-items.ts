import type { ParameterDeclaration } from "../../protocol/query-parameters.ts";
import { visibleText } from "../../protocol/words/visible-text.ts";
import { isBare, knownFunctions } from "../functions/known-functions.ts";
import type { Item } from "../language-answers.ts";
import type { ClauseWord } from "../statement/query-blocks.ts";

/** Every function, called. */
export const functionItems: readonly Item[] = [...knownFunctions.values()].map((known) => ({
  label: known.name,
  kind: "function",
  detail: known.calls[0]?.replace(/^.*→ /, "") ?? "",
  documentation: `${known.calls.join("\n")}\n\n${known.gives}`,
  ...(!isBare(known) && { insert: `${known.name}(` }),
  rank: 4,
}));

const inExpressions =
  "AND OR NOT IN IS NULL LIKE BETWEEN EXISTS CASE WHEN THEN ELSE END CAST TRY_CAST AS TRUE FALSE DISTINCT DATE TIMESTAMP INTERVAL ARRAY ROW ESCAPE ALL ANY";

/** The words that may come next in a clause. */
const clauseWords: Readonly<Record<ClauseWord | "start", string>> = {
  start: "SELECT WITH VALUES SHOW DESCRIBE",
  with: "AS SELECT",
  select: `FROM ${inExpressions} OVER FILTER`,
  from: "WHERE JOIN INNER LEFT RIGHT FULL CROSS OUTER ON USING UNNEST LATERAL AS GROUP ORDER HAVING LIMIT UNION ORDINALITY WITH AND OR",
  where: `${inExpressions} GROUP ORDER LIMIT HAVING UNION EXCEPT INTERSECT`,
  group: "BY HAVING ORDER LIMIT ROLLUP CUBE GROUPING SETS UNION",
  having: `${inExpressions} ORDER LIMIT UNION`,
  window: "AS PARTITION BY ORDER ROWS RANGE",
  order: "BY ASC DESC NULLS FIRST LAST LIMIT OFFSET FETCH",
  limit: "ALL ROWS ONLY",
  values: "ORDER LIMIT UNION",
};

export function wordItems(clause: ClauseWord | undefined): readonly Item[] {
  return clauseWords[clause ?? "start"].split(" ").map((label) => ({ label, kind: "keyword", rank: 5 }));
}

/** The parameters that a header declares, and those that a statement uses already. */
export function parameterItems(declared: readonly ParameterDeclaration[], used: readonly string[]): readonly Item[] {
  const names = new Set(declared.map(({ name }) => name));
  return [
    ...declared.map(
      ({ name, type, description }): Item => ({
        label: `:${name}`,
        kind: "parameter",
        detail: type,
        ...(description !== undefined && { documentation: visibleText(description, "kept") }),
        rank: 0,
      }),
    ),
    ...[...new Set(used)]
      .filter((name) => !names.has(name))
      .map((name): Item => ({ label: `:${name}`, kind: "parameter", detail: "not declared", rank: 1 })),
  ];
}
