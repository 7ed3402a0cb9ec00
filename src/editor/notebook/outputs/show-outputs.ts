import type { NotebookCell, NotebookDocument } from "vscode";
import type { ShownRun } from "../../../protocol/notebook/notebook-output.ts";
import { readCell } from "../cell-statements.ts";
import { digestOfCell, keptOf, shownKeptRun } from "./kept-outputs.ts";
import { readOutputsBeside } from "./outputs-file.ts";

/** What was kept of a cell beside the file. */
export interface KeptBeside {
  readonly runs: readonly ShownRun[];
  /** The cell has another text than the one that ran. */
  readonly isStale: boolean;
}

/** What was kept of each cell of a notebook beside its file; nothing where that cannot be read. */
export async function outputsBeside(
  notebook: NotebookDocument,
  record: (error: unknown) => void,
): Promise<ReadonlyMap<NotebookCell, KeptBeside>> {
  const found = new Map<NotebookCell, KeptBeside>();
  const kept = await readOutputsBeside(notebook.uri).catch((error: unknown): undefined => void record(error));
  if (kept === undefined) return found;
  const cells = notebook.getCells();
  const read = cells.map(readCell);
  const digests = read.map(({ text }) => digestOfCell(text));
  for (const [index, cell] of cells.entries()) {
    const of = read[index]?.kind === "sql" ? keptOf(kept, digests, index) : undefined;
    if (of === undefined || of.cell.runs.length === 0) continue;
    const { isStale } = of;
    const about = { keptAt: kept.keptAt, isStale };
    found.set(cell, { isStale, runs: of.cell.runs.map((run) => shownKeptRun(run, about)) });
  }
  return found;
}
