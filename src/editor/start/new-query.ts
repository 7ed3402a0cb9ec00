import { commands, Uri, window, workspace } from "vscode";
import { trinoLanguage } from "../../protocol/language/sql-languages.ts";
import { readNotebook } from "../notebook/sql-serializer.ts";
import { columnOfText } from "../platform/free-column.ts";
import { readSqlFile } from "../queries/sql-files.ts";
import { notebookType } from "../registry/view-ids.ts";

/** Opens a new text with a header and a first question in it, ready to be run and changed. */
export async function newQuery(extension: Uri): Promise<void> {
  const content = await readSqlFile(firstText(extension, "first-query.sql"));
  const document = await workspace.openTextDocument({ language: trinoLanguage, content });
  await window.showTextDocument(document, { viewColumn: columnOfText() });
}

/** Opens a new notebook with a header, a note and questions that build on each other. */
export async function newNotebook(extension: Uri): Promise<void> {
  const text = await readSqlFile(firstText(extension, "first-notebook.sql"));
  const notebook = await workspace.openNotebookDocument(notebookType, readNotebook({ text, bom: false }));
  await window.showNotebookDocument(notebook, { viewColumn: columnOfText() });
  // A notebook that is no file yet opens without outputs; running its header shows the form.
  await commands.executeCommand("notebook.cell.execute", { ranges: [{ start: 0, end: 1 }], document: notebook.uri });
}

function firstText(extension: Uri, name: string): Uri {
  return Uri.joinPath(extension, "media", "walkthrough", name);
}
