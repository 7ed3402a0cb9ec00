import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { dayStatements } from "./day-query.ts";
import { daysOf, type LogDayNode } from "./log-days-model.ts";

/**
 * Shows the rows of the chosen days, newest first: a result for each table.
 *
 * @param where in results of their own, or in the place of the days that were last looked at.
 * @throws TenantTrailError `bad-argument` when no rows are held of them; as `PanelRuns.run`.
 */
export async function queryDays(
  runs: Pick<PanelRuns, "run">,
  nodes: readonly LogDayNode[],
  where: "own" | "last",
): Promise<void> {
  const statements = dayStatements(daysOf(nodes).filter(({ rows }) => rows > 0));
  if (statements.length === 0)
    throw new TenantTrailError("bad-argument", t("No rows are held of this. Collect or import."));
  for (const [index, { sql, title }] of statements.entries()) {
    const statement = { sql, title, start: { line: 1, column: 1 }, declarations: [] };
    const ended = await runs.run({ key: where === "own" ? `days:${sql}` : `days:${index}`, statement });
    if (ended !== "ready") return;
  }
}
