import { Disposable, languages, type TextDocument, workspace } from "vscode";
import { sqlLanguage, trinoLanguage } from "../../protocol/language/sql-languages.ts";
import type { OurFiles } from "../queries/our-files.ts";
import { settingIds } from "../registry/settings.ts";

/**
 * Gives `.sql` files that are ours the language Trino SQL, and no others. A file for which a person chose VS Code's own
 * SQL keeps it until it is closed; one for which Trino SQL was chosen is ours.
 */
export class FileLanguage implements Disposable {
  readonly #files: Pick<OurFiles, "has" | "onDidChange">;
  readonly #record: (error: unknown) => void;
  readonly #listeners: Disposable;
  /** Files for which a person chose another language. */
  readonly #left = new Set<string>();

  constructor(files: Pick<OurFiles, "has" | "onDidChange">, record: (error: unknown) => void) {
    this.#files = files;
    this.#record = record;
    const lookAtAll = (): void => {
      for (const document of workspace.textDocuments) this.#look(document);
    };
    this.#listeners = Disposable.from(
      workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      workspace.onDidOpenTextDocument((document) => this.#look(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#look(document)),
      files.onDidChange(lookAtAll),
      workspace.onDidChangeWorkspaceFolders(lookAtAll),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingIds.savedQueryFolders)) lookAtAll();
      }),
    );
    lookAtAll();
  }

  dispose(): void {
    this.#listeners.dispose();
  }

  /** VS Code tells of another language as of closing and opening, and only then the document is not closed. */
  #closed({ uri, languageId, isClosed }: TextDocument): void {
    if (languageId === trinoLanguage && !isClosed) this.#left.add(uri.toString());
    else this.#left.delete(uri.toString());
  }

  #look(document: TextDocument): void {
    const { uri, languageId } = document;
    // The cells of our notebooks are made in the language; other notebooks' are not ours.
    if (languageId !== sqlLanguage || uri.scheme === "vscode-notebook-cell" || this.#left.has(uri.toString())) return;
    if (!this.#files.has(document)) return;
    languages.setTextDocumentLanguage(document, trinoLanguage).then(undefined, this.#record);
  }
}
