import { workspace } from "vscode";
import type { ResultSummary } from "../../protocol/query.ts";
import { shownRunOf } from "../notebook/cell-output.ts";
import { keptBesideId } from "../notebook/outputs/kept-outputs.ts";
import { notebookType } from "../registry/view-ids.ts";
import type { ResultPanels } from "../result-view/result-panels.ts";

/** A result that another can be compared with, and where it comes from. */
export interface ComparableResult {
  readonly summary: ResultSummary;
  readonly from: "previous" | "pinned" | "panel" | "notebook";
}

/** The results that one can be compared with: its statement's previous run first, then pinned ones, then what is open. */
export function comparableResults(panels: Pick<ResultPanels, "open">, resultId: string): readonly ComparableResult[] {
  const own = panels.open.find((panel) => panel.resultId === resultId);
  const previous = own?.previous;
  const open = panels.open.flatMap(({ state }) => (state?.kind === "ready" ? [state] : []));
  const found: readonly ComparableResult[] = [
    ...(previous === undefined ? [] : [{ summary: previous, from: "previous" as const }]),
    ...open.flatMap(({ summary, pin }) => (pin?.name === undefined ? [] : [{ summary, from: "pinned" as const }])),
    ...open.map(({ summary }) => ({ summary, from: "panel" as const })),
    ...notebookResults().map((summary) => ({ summary, from: "notebook" as const })),
  ];
  const byId = new Map<string, ComparableResult>();
  for (const each of found) if (!byId.has(each.summary.resultId)) byId.set(each.summary.resultId, each);
  byId.delete(resultId);
  return [...byId.values()];
}

/** What cells of open notebooks show, without what was kept beside their files: of that no rows are held. */
export function notebookResults(): readonly ResultSummary[] {
  return workspace.notebookDocuments
    .filter((notebook) => notebook.notebookType === notebookType)
    .flatMap((notebook) => notebook.getCells())
    .flatMap(({ outputs }) => outputs)
    .flatMap((output) => {
      const state = shownRunOf(output)?.state;
      return state?.kind === "ready" && state.summary.resultId !== keptBesideId ? [state.summary] : [];
    });
}
