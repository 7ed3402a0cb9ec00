import type { NotebookCell, NotebookCellExecution, NotebookDocument } from "vscode";
import { runOutput } from "../cell-output.ts";
import { readCell } from "../cell-statements.ts";
import { keptOf, shownKeptRun } from "./kept-outputs.ts";
import { readOutputsBeside } from "./outputs-file.ts";

/**
 * Shows in the cells of a notebook what was kept beside its file, where nothing else is shown. Nothing is run for it.
 * @param begin makes an execution of a cell, without which no output can be set.
 */
export async function showOutputsBeside(
  notebook: NotebookDocument,
  begin: (cell: NotebookCell) => NotebookCellExecution,
  record: (error: unknown) => void,
): Promise<void> {
  try {
    const kept = await readOutputsBeside(notebook.uri);
    if (kept === undefined) return;
    const texts = notebook.getCells().map((cell) => readCell(cell).text);
    for (const cell of notebook.getCells()) {
      const found = keptOf(kept, texts, cell.index);
      if (found === undefined || cell.outputs.length > 0 || readCell(cell).kind !== "sql") continue;
      const about = { keptAt: kept.keptAt, isStale: found.isStale };
      const execution = begin(cell);
      execution.start();
      try {
        for (const run of found.cell.runs) await execution.appendOutput(runOutput(shownKeptRun(run, about)));
      } finally {
        execution.end(undefined);
      }
    }
  } catch (error) {
    // A person who runs a cell meanwhile wants the new answer: a second execution is refused.
    record(error);
  }
}
