import type { NotebookCell, NotebookCellExecution, NotebookDocument } from "vscode";
import type { ShownRun } from "../../protocol/notebook/notebook-output.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { Connections } from "../connections/connections.ts";
import type { KeptResults } from "../keeping/kept-results.ts";
import { keptSummary, noLakeSentence, notKeptSentence } from "../keeping/kept-words.ts";
import type { RanCell, ShownCells, ShownRunMemory } from "../keeping/shown-cells.ts";
import type { RunnableStatement } from "../queries/runnable-statements.ts";
import { runOutput } from "./cell-output.ts";
import { nameOf, readCell, statementsOfCell } from "./cell-statements.ts";
import { type KeptBeside, outputsBeside } from "./outputs/show-outputs.ts";
import { ShownOutput } from "./shown-output.ts";

interface RestoreParts {
  readonly connections: Pick<Connections, "open">;
  readonly kept: Pick<KeptResults, "reopen">;
  readonly shownCells: Pick<ShownCells, "of">;
  readonly record: (error: unknown) => void;
  /** Shows a result that is held again. */
  readonly show: (
    shown: ShownOutput,
    cell: NotebookCell,
    answer: { readonly summary: ResultSummary; readonly statement: RunnableStatement },
  ) => Promise<unknown>;
}

/** A cell with what it showed here, and what the file beside the notebook holds of it. */
interface RestoredCell {
  readonly cell: NotebookCell;
  readonly remembered: readonly ShownRunMemory[];
  readonly kept: KeptBeside | undefined;
}

/**
 * Shows again what the cells showed before a reload of the window, where their text is the same, with the rows that were
 * kept here. The others, and those whose rows are gone here, show what was kept beside the file; what is nowhere says so.
 * @param begin makes an execution of a cell, without which no output can be set.
 */
export async function restoreCells(
  notebook: NotebookDocument,
  begin: (cell: NotebookCell) => NotebookCellExecution,
  parts: RestoreParts,
): Promise<void> {
  const beside = await outputsBeside(notebook, parts.record);
  const cells = notebook
    .getCells()
    .map((cell) => ({ cell, remembered: parts.shownCells.of(notebook.uri, ranCell(cell)), kept: beside.get(cell) }));
  // What came with the file waits for no lake.
  for (const each of cells.filter(({ remembered }) => remembered.length === 0)) await restoreCell(each, begin, parts);
  for (const each of cells.filter(({ remembered }) => remembered.length > 0)) await restoreCell(each, begin, parts);
}

async function restoreCell(
  { cell, remembered, kept }: RestoredCell,
  begin: (cell: NotebookCell) => NotebookCellExecution,
  parts: RestoreParts,
): Promise<void> {
  const runs = kept?.runs ?? [];
  if (remembered.length + runs.length === 0 || cell.outputs.length > 0) return;
  let execution: NotebookCellExecution | undefined;
  try {
    const isOpen = remembered.length > 0 && (await isLakeOpen(parts));
    // A person who runs the cell meanwhile wants the new answer: a second execution is refused.
    execution = begin(cell);
    execution.start();
    if (remembered.length === 0) for (const run of runs) await execution.appendOutput(runOutput(run));
    for (const [index, run] of remembered.entries()) {
      const beside = kept?.isStale === false ? runs[index] : undefined;
      await showAgain(execution, run, { index, isOpen, beside }, parts);
    }
  } catch (error) {
    parts.record(error);
  }
  execution?.end(undefined);
}

/** What came with the file is shown without a lake too. */
async function isLakeOpen({ connections, record }: RestoreParts): Promise<boolean> {
  try {
    return (await connections.open()) !== undefined;
  } catch (error) {
    record(error);
    return false;
  }
}

async function showAgain(
  execution: NotebookCellExecution,
  { title, resultId }: ShownRunMemory,
  {
    index,
    isOpen,
    beside,
  }: { readonly index: number; readonly isOpen: boolean; readonly beside: ShownRun | undefined },
  { kept, show }: RestoreParts,
): Promise<void> {
  const { cell } = execution;
  const shown = new ShownOutput(execution);
  const reopened = isOpen ? await kept.reopen(resultId) : undefined;
  if (reopened === undefined) {
    const message = isOpen ? notKeptSentence : noLakeSentence;
    const state = { kind: "failed", title, message, code: "no-such-result" } as const;
    return shown.show(beside ?? { version: 1, runId: shown.runId, state });
  }
  const cells = cell.notebook.getCells().map(readCell);
  // The text is the one that ran, so that it has the same statements.
  const statement = statementsOfCell(cells, cell.index, nameOf(cell.notebook))[index];
  if (statement === undefined) return;
  await show(shown, cell, { summary: keptSummary(reopened, Date.now()), statement });
}

/** A cell as it is now: its text, and which of those with this text it is. */
export function ranCell({ notebook, index, document }: NotebookCell): RanCell {
  const text = document.getText();
  const before = notebook.getCells().slice(0, index);
  return { text, nth: before.filter((each) => each.document.getText() === text).length };
}
