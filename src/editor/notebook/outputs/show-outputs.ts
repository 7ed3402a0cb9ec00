import type { NotebookCell, NotebookDocument } from "vscode";
import { t } from "../../../base/translated.ts";
import type { ShownRun } from "../../../protocol/notebook/notebook-output.ts";
import { tell } from "../../shown/messages.ts";
import { formatBytes } from "../../words/plain-amounts.ts";
import { readCell } from "../cell-statements.ts";
import { digestOfCell, keptOf, outputBounds, shownKeptRun } from "./kept-outputs.ts";
import { outputsFile, readOutputsBeside } from "./outputs-file.ts";

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
  // A file of another version of the notebook, as a comparison shows it, has no other file beside it.
  if (kept === "unreadable" && !notebook.uri.query) void tell("warning", unreadableWords(notebook));
  if (kept === undefined || kept === "unreadable") return found;
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

function unreadableWords({ uri }: NotebookDocument): string {
  return t(
    "{0} is not shown: it is no file of outputs that this version wrote, or larger than {1}. Move it elsewhere to keep outputs anew.",
    outputsFile(uri).path.split("/").at(-1) ?? "",
    formatBytes(outputBounds.bytes),
  );
}
