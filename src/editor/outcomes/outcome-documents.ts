import { type Disposable, languages, type TextDocumentContentProvider, Uri, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";

const scheme = "tenanttrail-outcome";

/** A language of our own: no extension makes a preview of it, and `package.json` turns links off for it. */
const language = "tenanttrail-outcome";

/** Read-only documents that tell what an import, a collection or a verification did. */
export class OutcomeDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = workspace.registerTextDocumentContentProvider(scheme, this);

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? t("This outcome belonged to an earlier session.");
  }

  /** Opens a text under a title, which is also the tab's. */
  async open(title: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme, path: `/${title}.txt`, query: String(this.#texts.size + 1) });
    this.#texts.set(uri.toString(), text);
    const document = await workspace.openTextDocument(uri);
    await languages.setTextDocumentLanguage(document, language);
    await window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
