import { type Disposable, type TextDocument, type Uri, window, workspace } from "vscode";
import { isOurs } from "../../sqlfile/is-our-file.ts";
import { setContext } from "../platform/context-values.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { settingIds } from "../registry/settings.ts";
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
      savedQueryFolders: this.folders().map((folder) => folder.path),
    });
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  #tell(): void {
    const document = window.activeTextEditor?.document;
    setContext(contextKeys.ourSqlFile, document !== undefined && this.has(document));
  }
}
