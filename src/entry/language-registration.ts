import {
  BulkRegistration,
  type BulkUnregistration,
  CodeActionKind,
  CodeActionRequest,
  CompletionRequest,
  type Connection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  SignatureHelpRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { OurDocument } from "../protocol/language/our-documents.ts";
import { sqlLanguages } from "../protocol/language/sql-languages.ts";
import { Turns } from "../protocol/turns.ts";

/** Offers the features for the documents that are ours, file by file, so that no other tool's SQL is touched or sent. */
export class DocumentRegistrations {
  readonly #connection: Connection;
  readonly #registered = new Map<string, BulkUnregistration>();
  readonly #turns = new Turns();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Offers them for these documents and for no others any more. */
  follow(documents: readonly OurDocument[]): Promise<void> {
    return this.#turns.take(async () => {
      // The cells of a notebook are told by one file, and a second registration would answer everything twice.
      const wanted = new Map(documents.map((document) => [`${document.scheme} ${document.path}`, document]));
      for (const [file, registered] of this.#registered) {
        if (wanted.has(file)) continue;
        registered.dispose();
        this.#registered.delete(file);
      }
      for (const [file, document] of wanted) {
        if (this.#registered.has(file)) continue;
        this.#registered.set(file, await this.#connection.client.register(registrationsFor(document)));
      }
    });
  }
}

function registrationsFor({ scheme, path }: OurDocument): BulkRegistration {
  const documentSelector = sqlLanguages.map((language) => ({ language, scheme, pattern: path }));
  const features = BulkRegistration.create();
  features.add(DidOpenTextDocumentNotification.type, { documentSelector });
  features.add(DidChangeTextDocumentNotification.type, {
    documentSelector,
    syncKind: TextDocumentSyncKind.Incremental,
  });
  features.add(DidCloseTextDocumentNotification.type, { documentSelector });
  features.add(CompletionRequest.type, { documentSelector, triggerCharacters: [".", ":", "'"] });
  features.add(HoverRequest.type, { documentSelector });
  features.add(SignatureHelpRequest.type, { documentSelector, triggerCharacters: ["(", ","] });
  features.add(DefinitionRequest.type, { documentSelector });
  features.add(DocumentSymbolRequest.type, { documentSelector, label: "TenantTrail" });
  features.add(FoldingRangeRequest.type, { documentSelector });
  features.add(CodeActionRequest.type, { documentSelector, codeActionKinds: [CodeActionKind.QuickFix] });
  features.add(DocumentFormattingRequest.type, { documentSelector });
  return features;
}
