import { type Disposable, type TextDocument, type Uri, window, workspace } from "vscode";
import { isOurs } from "../../sqlfile/is-our-file.ts";
import { setContext } from "../platform/context-values.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { settingIds } from "../registry/settings.ts";
import { notebookType } from "../registry/view-ids.ts";
import { savedQueryFolders } from "./sql-files.ts";

/** Tells which `.sql` files are ours, so that nothing is drawn over another tool's SQL. */
export class OurFiles implements Disposable {
  readonly #extension: Uri;
  readonly #listeners: readonly Disposable[];

  constructor(extension: Uri) {
    this.#extension = extension;
    this.#listeners = [
      window.onDidChangeActiveTextEditor(() => this.#tell()),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === window.activeTextEditor?.document) this.#tell();
      }),
    ];
    this.#tell();
  }

  folders(): readonly Uri[] {
    return savedQueryFolders(this.#extension, workspace.getConfiguration().get(settingIds.savedQueryFolders, ["sql"]));
  }

  has(document: TextDocument): boolean {
    if (document.languageId !== "sql") return false;
    return isOurs(document.getText(), {
      path: document.uri.path,
      openedAsNotebook: isInOurNotebook(document),
      savedQueryFolders: this.folders().map((folder) => folder.path),
    });
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  #tell(): void {
    const document = window.activeTextEditor?.document;
    // In a notebook its cells are run, not the file's statements.
    const isFile = document !== undefined && !isInOurNotebook(document);
    setContext(contextKeys.ourSqlFile, isFile && this.has(document));
  }
}

/** Whether a text is a cell of a `.sql` file that is open as our notebook. */
export function isInOurNotebook({ uri }: Pick<TextDocument, "uri">): boolean {
  if (uri.scheme !== "vscode-notebook-cell") return false;
  const sameName = workspace.notebookDocuments.filter((notebook) => notebook.uri.path === uri.path);
  const file =
    sameName.find((notebook) => notebook.uri.authority === uri.authority) ??
    // In a remote window the authority of a cell is not that of its file.
    sameName.find((notebook) => notebook.getCells().some((cell) => cell.document.uri.fragment === uri.fragment));
  return file?.notebookType === notebookType;
}
