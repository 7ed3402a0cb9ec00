import { Uri, window, workspace } from "vscode";
import { shippedUri } from "../saved-queries/shipped-queries.ts";

/** Opens the saved query that asks the lake how late its rows came. */
export async function openHealthQuery(extension: Uri): Promise<void> {
  const document = await workspace.openTextDocument(
    shippedUri(extension, Uri.joinPath(extension, "sql", "health", "lateness.sql")),
  );
  await window.showTextDocument(document, { preview: true });
}
