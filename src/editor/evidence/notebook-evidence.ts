import { type NotebookCell, NotebookCellData, NotebookData, type NotebookDocument, workspace } from "vscode";
import type { EvidencePart } from "../../protocol/evidence/evidence-types.ts";
import { shownRunOf } from "../notebook/cell-output.ts";
import { nameOf, type ReadCell, readCell, statementsOfCell } from "../notebook/cell-statements.ts";
import { SqlSerializer } from "../notebook/sql-serializer.ts";
import type { RunnableStatement } from "../queries/runnable-statements.ts";
import type { Investigation, InvestigationPart } from "./investigation.ts";
import { partOfState, ranOf } from "./investigation.ts";

/** A notebook as it is shown now: its notes, its header, and each statement with the result under it. */
export async function notebookInvestigation(notebook: NotebookDocument): Promise<Investigation> {
  const cells = notebook.getCells().map(readCell);
  const name = nameOf(notebook);
  return {
    title: name,
    file: { name: `${name}.sql`, base64: Buffer.from(await bytesOf(notebook)).toString("base64") },
    parts: notebook.getCells().flatMap((cell, index) => partsOfCell(cell, cells, index, name)),
  };
}

/** What is saved, or would be saved now. */
async function bytesOf(notebook: NotebookDocument): Promise<Uint8Array> {
  if (!notebook.isDirty && !notebook.isUntitled) return workspace.fs.readFile(notebook.uri);
  const data = new NotebookData(
    notebook.getCells().map((cell) => {
      const copy = new NotebookCellData(cell.kind, cell.document.getText(), cell.document.languageId);
      copy.metadata = cell.metadata;
      return copy;
    }),
  );
  data.metadata = notebook.metadata;
  return new SqlSerializer(() => undefined).serializeNotebook(data);
}

function partsOfCell(
  cell: NotebookCell,
  cells: readonly ReadCell[],
  index: number,
  name: string,
): readonly InvestigationPart[] {
  const { kind, text } = cells[index] ?? { kind: "sql", text: "" };
  if (kind === "markdown") return [{ part: { kind: "note", text } }];
  if (kind === "header") return [{ part: { kind: "header", text } }];
  const statements = statementsOfCell(cells, index, name);
  const runs = cell.outputs.flatMap((output) => shownRunOf(output)?.state ?? []);
  const shown = runs.map((state, at) => partOfState(state, statements[at], remarkOn(state, statements[at])));
  return [...shown, ...statements.slice(runs.length).map(notRun)];
}

/** What ran is shown; that the cell says something else by now must be seen beside it. */
function remarkOn(
  state: NonNullable<ReturnType<typeof shownRunOf>>["state"],
  now: RunnableStatement | undefined,
): string | undefined {
  const ran = ranOf(state);
  if (ran === undefined || ran === now?.sql) return undefined;
  return "The cell's text was changed after this ran. The statement shown here is the one that ran; the file holds the changed one.";
}

function notRun({ title, sql }: RunnableStatement): InvestigationPart {
  const part: EvidencePart = { kind: "statement", title, sql, leftOut: { reason: "notRun" } };
  return { part };
}
