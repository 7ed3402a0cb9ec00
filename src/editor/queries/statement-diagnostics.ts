import { type Diagnostic, type Disposable, languages, Range, type TextDocument, type Uri, workspace } from "vscode";
import type { TenantTrailError, TextPlace } from "../../protocol/errors.ts";
import { readHeader } from "../../sqlfile/header.ts";
import { problem } from "../shown/statement-marks.ts";
import type { OurFiles } from "./our-files.ts";

/**
 * Squiggles in `.sql` files: what is wrong with the header of one of ours while it is open, and the place where a
 * statement failed until the text changes or the statement runs.
 */
export class StatementDiagnostics implements Disposable {
  readonly #collection = languages.createDiagnosticCollection("TenantTrail");
  readonly #files: Pick<OurFiles, "has">;
  readonly #listeners: readonly Disposable[];
  /** The failure of the last run of each file, by its address, and whether it is shown. */
  readonly #failures = new Map<string, { readonly failure: Diagnostic; isShown: boolean }>();

  constructor(files: Pick<OurFiles, "has">) {
    this.#files = files;
    this.#listeners = [
      workspace.onDidOpenTextDocument((document) => this.#clear(document)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#clear(document);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#failures.delete(uri.toString());
        this.#collection.delete(uri);
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.#look(uri);
      }),
    ];
    for (const document of workspace.textDocuments) this.#clear(document);
  }

  /** Marks a failure at its place in the file. */
  report(uri: Uri, error: TenantTrailError, place: TextPlace): void {
    const failure = problem(rangeOf(place), error.message, error.code);
    const others = this.#ofHeader(uri).filter(({ message }) => message !== failure.message);
    const isShown = !isTold(uri, failure);
    this.#failures.set(uri.toString(), { failure, isShown });
    this.#collection.set(uri, isShown ? [...others, failure] : others);
  }

  /** Takes the failure away, and leaves what is wrong with the header. */
  clear(uri: Uri): void {
    this.#failures.delete(uri.toString());
    this.#show(uri, this.#ofHeader(uri));
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#collection.dispose();
  }

  /** Takes a failure away that has come to be told as one types, and shows one again that no longer is. */
  #look(uri: Uri): void {
    const known = this.#failures.get(uri.toString());
    if (known === undefined || known.isShown === !isTold(uri, known.failure)) return;
    known.isShown = !known.isShown;
    this.#collection.set(uri, known.isShown ? [...this.#ofHeader(uri), known.failure] : this.#ofHeader(uri));
  }

  #clear(document: TextDocument): void {
    this.#failures.delete(document.uri.toString());
    this.#show(document.uri, this.#headerProblemsOf(document));
  }

  /** A notebook opens as hundreds of documents, and each that is told is a message, also of nothing. */
  #show(uri: Uri, problems: readonly Diagnostic[]): void {
    if (problems.length > 0 || this.#collection.has(uri)) this.#collection.set(uri, problems);
  }

  #ofHeader(uri: Uri): readonly Diagnostic[] {
    const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    return document === undefined ? [] : this.#headerProblemsOf(document);
  }

  #headerProblemsOf(document: TextDocument): readonly Diagnostic[] {
    return this.#files.has(document) ? headerProblems(document) : [];
  }
}

/** Whether the language server says of the same place that it is wrong. */
function isTold(uri: Uri, failure: Diagnostic): boolean {
  return languages
    .getDiagnostics(uri)
    .some(
      ({ source, code, severity, range }) =>
        source === failure.source &&
        code !== failure.code &&
        severity === failure.severity &&
        range.start.isEqual(failure.range.start),
    );
}

/** What is wrong with the header of a file, at its places. */
function headerProblems(document: TextDocument): readonly Diagnostic[] {
  return (readHeader(document.getText())?.diagnostics ?? []).map(({ place, message, severity }) =>
    problem(rangeOf(place), message, "header", severity),
  );
}

/** An editor's range counts from 0. */
export function rangeOf({ line, column, length = 1 }: TextPlace): Range {
  return new Range(line - 1, column - 1, line - 1, column - 1 + Math.max(1, length));
}
