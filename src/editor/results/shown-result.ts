import { type NotebookCell, window } from "vscode";
import type { ResultSummary } from "../../protocol/query.ts";
import { shownRunOf } from "../notebook/cell-output.ts";
import { notebookType } from "../registry/view-ids.ts";
import type { ResultPanels } from "../result-view/result-panels.ts";

/**
 * The results that a command means: those of the cell whose toolbar it was called from, else the active panel's, else those
 * of the notebook's selected cell.
 */
export function meantResults(panels: Pick<ResultPanels, "active">, given?: unknown): readonly ResultSummary[] {
  if (isCell(given)) return resultsOfCell(given);
  const { active } = panels;
  const notebook = window.activeNotebookEditor;
  const isInNotebook = notebook?.notebook.notebookType === notebookType && active?.isActive !== true;
  const cell = isInNotebook ? notebook.notebook.cellAt(notebook.selection.start) : undefined;
  if (cell !== undefined) return resultsOfCell(cell);
  return active?.state?.kind === "ready" ? [active.state.summary] : [];
}

function resultsOfCell({ outputs }: NotebookCell): readonly ResultSummary[] {
  const states = outputs.map((output) => shownRunOf(output)?.state);
  return states.flatMap((state) => (state?.kind === "ready" ? [state.summary] : []));
}

function isCell(given: unknown): given is NotebookCell {
  return typeof given === "object" && given !== null && "outputs" in given && "notebook" in given;
}
