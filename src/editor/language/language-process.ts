import { Disposable, type TextDocument, workspace } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { t } from "../../base/translated.ts";
import {
  type LanguageServerOptions,
  type OurDocuments,
  ourDocumentsNotification,
} from "../../protocol/language/our-documents.ts";
import { fileBounds } from "../../sqlfile/file-bounds.ts";
import type { OurFiles } from "../queries/our-files.ts";
import { settingIds } from "../registry/settings.ts";
import { notebookType, shippedScheme } from "../registry/view-ids.ts";
import { tell } from "../shown/messages.ts";
import { formatCount } from "../words/plain-amounts.ts";
import { headersOfCells, isHeaderCell } from "./notebook-headers.ts";

/** Where documents are written, and the shipped ones; what only shows them, such as one side of a comparison, gets no answers. */
const written = ["file", shippedScheme, "untitled", "vscode-notebook-cell", "vscode-remote", "vscode-vfs"];

/** Documents that open within it are told together. */
const gatheringMs = 20;

/** Runs the language server in a process of its own while a document of ours is open, and tells it which those are. */
export class LanguageProcess implements Disposable {
  readonly #script: string;
  readonly #options: LanguageServerOptions;
  readonly #files: Pick<OurFiles, "has" | "onDidChange">;
  readonly #record: (error: unknown) => void;
  readonly #listeners: Disposable;
  readonly #ours = new Set<TextDocument>();
  readonly #toldTooLong = new Set<string>();
  #client: Promise<LanguageClient> | undefined;
  #telling: NodeJS.Timeout | undefined;

  /**
   * @param script absolute path of the server's bundle.
   * @param record told of what fails beside any request.
   */
  constructor(
    script: string,
    options: LanguageServerOptions,
    files: Pick<OurFiles, "has" | "onDidChange">,
    record: (error: unknown) => void,
  ) {
    this.#script = script;
    this.#options = options;
    this.#files = files;
    this.#record = record;
    this.#listeners = Disposable.from(
      files.onDidChange(() => this.#look(workspace.textDocuments)),
      workspace.onDidOpenTextDocument((document) => this.#look([document])),
      // A cell may be told of before the notebook that makes it ours.
      workspace.onDidOpenNotebookDocument((notebook) => {
        this.#look(notebook.getCells().map(({ document }) => document));
        // One that was ours by its folder was told without its header.
        if (notebook.notebookType === notebookType) this.#tellServer();
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#look([document]);
        if (isHeaderCell(document)) this.#tellServer();
      }),
      // A header's cell may come, go, or become one of another language.
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0 && notebook.notebookType === notebookType) this.#tellServer();
      }),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      workspace.onDidChangeWorkspaceFolders(() => this.#look(workspace.textDocuments)),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingIds.savedQueryFolders)) this.#look(workspace.textDocuments);
      }),
    );
    this.#look(workspace.textDocuments);
  }

  dispose(): void {
    clearTimeout(this.#telling);
    this.#listeners.dispose();
    void this.#client?.then((client) => client.stop()).catch(this.#record);
  }

  #look(documents: readonly TextDocument[]): void {
    let changed = false;
    for (const document of documents) {
      const isOurs = this.#isOurs(document);
      if (isOurs === this.#ours.has(document)) continue;
      changed = true;
      if (isOurs) this.#ours.add(document);
      else this.#ours.delete(document);
    }
    if (changed) this.#tellServer();
  }

  #forget(document: TextDocument): void {
    if (this.#ours.delete(document)) this.#tellServer();
  }

  #isOurs(document: TextDocument): boolean {
    if (!written.includes(document.uri.scheme) || !this.#files.has(document)) return false;
    if (document.getText().length <= fileBounds.characters) return true;
    const { path } = document.uri;
    if (!this.#toldTooLong.has(path)) {
      this.#toldTooLong.add(path);
      const name = path.split("/").at(-1) ?? path;
      void tell(
        "information",
        t(
          "{0} has more than {1} characters, so it gets no completion, hovers or problems. Its statements can still be run by selecting them.",
          name,
          formatCount(fileBounds.characters),
        ),
      );
    }
    return false;
  }

  /** Tells it of all at once: a notebook of five hundred cells opens as five hundred documents. */
  #tellServer(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#client ??= this.#ours.size === 0 ? undefined : this.#start();
      void this.#client?.then((client) => this.#send(client)).catch(this.#record);
    }, gatheringMs);
  }

  async #send(client: LanguageClient): Promise<void> {
    const headers = headersOfCells();
    const documents = [...this.#ours].map((document) => {
      const { uri } = document;
      const header = headers.get(document);
      return {
        uri: client.code2ProtocolConverter.asUri(uri),
        scheme: uri.scheme,
        path: uri.fsPath,
        ...(header !== undefined && { header }),
      };
    });
    await client.sendNotification(ourDocumentsNotification, { documents } satisfies OurDocuments);
  }

  async #start(): Promise<LanguageClient> {
    const { LanguageClient, State, TransportKind } = await import("vscode-languageclient/node");
    const client = new LanguageClient(
      "tenantTrail.language",
      "TenantTrail language",
      { module: this.#script, transport: TransportKind.ipc },
      { initializationOptions: this.#options },
    );
    client.onDidChangeState(({ oldState, newState }) => {
      // One that was started again after it ended knows of no documents.
      if (oldState !== State.Running && newState === State.Running) void this.#send(client).catch(this.#record);
    });
    await client.start();
    return client;
  }
}
