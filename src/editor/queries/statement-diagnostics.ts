import { type Disposable, languages, Range, type Uri, workspace } from "vscode";
import type { TenantTrailError, TextPlace } from "../../protocol/errors.ts";
import { problem } from "../shown/statement-marks.ts";

/** Squiggles under the place where a statement failed; gone when the text changes or the statement runs. */
export class StatementDiagnostics implements Disposable {
  readonly #collection = languages.createDiagnosticCollection("TenantTrail");
  readonly #edits = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.#collection.delete(document.uri);
  });

  /** Marks a failure at its place in the file. */
  report(uri: Uri, error: TenantTrailError, place: TextPlace): void {
    this.#collection.set(uri, [problem(rangeOf(place), error.message, error.code)]);
  }

  clear(uri: Uri): void {
    this.#collection.delete(uri);
  }

  dispose(): void {
    this.#edits.dispose();
    this.#collection.dispose();
  }
}

/** An editor's range counts from 0. */
export function rangeOf({ line, column, length = 1 }: TextPlace): Range {
  return new Range(line - 1, column - 1, line - 1, column - 1 + Math.max(1, length));
}
