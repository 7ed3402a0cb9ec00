import { type TextDocument, workspace } from "vscode";
import { headerBounds } from "../../sqlfile/header-shape.ts";
import { headerText, readCell } from "../notebook/cell-statements.ts";
import { notebookType } from "../registry/view-ids.ts";

/** The header of its notebook, as it stands in the file, of each cell of a notebook of ours that has one. */
export function headersOfCells(): ReadonlyMap<TextDocument, string> {
  const found = new Map<TextDocument, string>();
  for (const notebook of workspace.notebookDocuments) {
    if (notebook.notebookType !== notebookType) continue;
    const cells = notebook.getCells();
    const header = cells.map(readCell).find(({ kind }) => kind === "header");
    // A longer one is not read anywhere.
    if (header === undefined || header.text.length > headerBounds.characters) continue;
    for (const { document } of cells) found.set(document, headerText(header));
  }
  return found;
}

/** Whether a document may be the header of its notebook; in a remote window their addresses differ. */
export function isHeaderCell(document: TextDocument): boolean {
  if (document.languageId !== "yaml") return false;
  return workspace.notebookDocuments.some(
    (notebook) =>
      notebook.notebookType === notebookType && notebook.getCells().some((cell) => cell.document === document),
  );
}
