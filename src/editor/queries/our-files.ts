import { type Disposable, EventEmitter, type Memento, type TextDocument, type Uri, window, workspace } from "vscode";
import { sqlLanguage, trinoLanguage } from "../../protocol/language/sql-languages.ts";
import { isOurs } from "../../sqlfile/is-our-file.ts";
import { setContext } from "../platform/context-values.ts";
import { rememberedTexts } from "../platform/remembered.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { settingIds } from "../registry/settings.ts";
import { notebookType } from "../registry/view-ids.ts";
import { savedQueryFolders, shippedUri } from "./sql-files.ts";

const chosenKey = "tenantTrail.chosenSqlFiles";
/** Of those chosen before, the last ones are remembered. */
const mostChosen = 200;

/** Tells which `.sql` files are ours, so that nothing is drawn over another tool's SQL. */
export class OurFiles implements Disposable {
  readonly #extension: Uri;
  readonly #memory: Memento;
  /** What has no file is forgotten when it closes: the next one gets its address. */
  readonly #chosenUnsaved = new Set<string>();
  readonly #changed = new EventEmitter<void>();
  /** A file was chosen to be ours. */
  readonly onDidChange = this.#changed.event;
  readonly #listeners: readonly Disposable[];

  constructor(extension: Uri, memory: Memento) {
    this.#extension = extension;
    this.#memory = memory;
    this.#listeners = [
      window.onDidChangeActiveTextEditor(() => this.#tell()),
      // Another language is told of as closing and opening.
      workspace.onDidOpenTextDocument((document) => {
        if (document === window.activeTextEditor?.document) this.#tell();
      }),
      workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
        if (isClosed) this.#chosenUnsaved.delete(uri.toString());
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === window.activeTextEditor?.document) this.#tell();
      }),
    ];
    this.#tell();
  }

  folders(): readonly Uri[] {
    return savedQueryFolders(this.#extension, workspace.getConfiguration().get(settingIds.savedQueryFolders, ["sql"]));
  }

  /** A file as a person may see it: a query that comes with the extension is not to be written. */
  toOpen(uri: Uri): Uri {
    return shippedUri(this.#extension, uri);
  }

  has(document: TextDocument): boolean {
    if (document.languageId === trinoLanguage) return true;
    if (document.languageId !== sqlLanguage) return false;
    if (this.#isChosen(document.uri)) return true;
    return isOurs(document.getText(), {
      path: document.uri.path,
      openedAsNotebook: isInOurNotebook(document),
      savedQueryFolders: this.folders().map((folder) => folder.path),
    });
  }

  /** Makes a `.sql` file ours because a person runs it here, wherever it lies and whatever it holds. */
  async choose(uri: Uri): Promise<void> {
    const chosen = uri.toString();
    if (this.#isChosen(uri)) return;
    if (uri.scheme === "untitled") this.#chosenUnsaved.add(chosen);
    else {
      const before = rememberedTexts(this.#memory, chosenKey);
      await this.#memory.update(chosenKey, [...before, chosen].slice(-mostChosen));
    }
    this.#tell();
    this.#changed.fire();
  }

  #isChosen(uri: Uri): boolean {
    const text = uri.toString();
    return this.#chosenUnsaved.has(text) || rememberedTexts(this.#memory, chosenKey).includes(text);
  }

  dispose(): void {
    this.#changed.dispose();
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
