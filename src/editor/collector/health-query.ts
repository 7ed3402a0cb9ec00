import { Uri, window, workspace } from "vscode";

/**
 * Opens the saved query that asks the lake how late its rows came.
 *
 * @param toOpen the address under which a person may see a file.
 */
export async function openHealthQuery(extension: Uri, toOpen: (uri: Uri) => Uri): Promise<void> {
  const query = toOpen(Uri.joinPath(extension, "sql", "health", "lateness.sql"));
  await window.showTextDocument(await workspace.openTextDocument(query), { preview: true });
}
