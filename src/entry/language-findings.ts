import { setImmediate } from "node:timers/promises";
import type { Connection } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding } from "../language/language-answers.ts";
import type { LanguageFeatures } from "../language/language-features.ts";
import { diagnosticIn } from "./language-protocol.ts";

/** Sends what is to be said of a document, statement by statement, and begins anew when it changes. */
export class DocumentFindings {
  readonly #connection: Connection;
  readonly #features: LanguageFeatures;
  readonly #headerOf: (uri: string) => string | undefined;
  readonly #looked = new Map<string, object>();

  /** @param headerOf the header of the notebook of which a document is a cell. */
  constructor(connection: Connection, features: LanguageFeatures, headerOf: (uri: string) => string | undefined) {
    this.#connection = connection;
    this.#features = features;
    this.#headerOf = headerOf;
  }

  look(document: TextDocument): void {
    const { uri } = document;
    // A new header begins it anew without a new version.
    const look = {};
    this.#looked.set(uri, look);
    void this.#collect(document, () => this.#looked.get(uri) === look).catch((error: unknown) =>
      this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  }

  forget({ uri }: TextDocument): void {
    this.#looked.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #collect(document: TextDocument, isWanted: () => boolean): Promise<void> {
    const found: Finding[] = [];
    const { uri, version } = document;
    const text = document.getText();
    for (const some of this.#features.findings(text, this.#headerOf(uri))) {
      found.push(...some);
      // A keystroke, or a question about another place, comes before the rest.
      await setImmediate();
      if (!isWanted()) return;
    }
    await this.#connection.sendDiagnostics({
      uri,
      version,
      diagnostics: found.map((finding) => diagnosticIn(document, finding)),
    });
  }
}
