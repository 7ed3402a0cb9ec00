import { fileBounds } from "../sqlfile/file-bounds.ts";
import { complete } from "./completion/complete.ts";
import { dayParameterEdits } from "./diagnostics/day-parameters.ts";
import { fileFindings } from "./diagnostics/file-findings.ts";
import { statementFindings } from "./diagnostics/statement-findings.ts";
import { formatFile } from "./formatting/format-file.ts";
import type { Completion, Finding, Fix, Hover, Outline, SignatureHelp, TextRange } from "./language-answers.ts";
import { isTooLong, type LanguageFile, readLanguageFile } from "./language-file.ts";
import { type Definition, definition } from "./reading/definition.ts";
import { hover } from "./reading/hover.ts";
import { foldings, outline } from "./reading/outline.ts";
import { signatureHelp } from "./reading/signature-help.ts";
import { KnownTexts } from "./statement/known-text.ts";
import { TypedPieces } from "./statement/typed-pieces.ts";

/**
 * What the editor asks about the text of a `.sql` file. No text makes an answer fail; one that is too long has none. A
 * notebook's cell is asked about with the header of its notebook, `outerHeader`.
 */
export class LanguageFeatures {
  readonly #types = new TypedPieces();
  readonly #files = new KnownTexts<LanguageFile>(8, 4_000_000);
  readonly #findings = new KnownTexts<readonly Finding[]>(2000, 4_000_000);

  completion(text: string, offset: number, outerHeader = ""): Completion {
    const file = this.#read(text, outerHeader);
    return file === undefined
      ? { items: [], replaces: { start: offset, end: offset } }
      : complete(file, offset, this.#types);
  }

  hover(text: string, offset: number, outerHeader = ""): Hover | undefined {
    const file = this.#read(text, outerHeader);
    return file && hover(file, offset, this.#types);
  }

  signatureHelp(text: string, offset: number): SignatureHelp | undefined {
    const file = this.#read(text);
    return file && signatureHelp(file, offset);
  }

  definition(text: string, offset: number, outerHeader = ""): Definition | undefined {
    const file = this.#read(text, outerHeader);
    return file && definition(file, offset, this.#types);
  }

  outline(text: string): readonly Outline[] {
    const file = this.#read(text);
    return file === undefined ? [] : outline(file);
  }

  foldings(text: string): readonly TextRange[] {
    const file = this.#read(text);
    return file === undefined ? [] : foldings(file);
  }

  /**
   * What is to be said of a text, a part at a time, so that other questions are answered between two statements.
   *
   * @param within where it is asked for: statements that do not meet this place are not looked at.
   */
  *findings(text: string, outerHeader = "", within?: TextRange): Generator<readonly Finding[]> {
    const file = this.#read(text, outerHeader);
    if (file === undefined) return;
    const { start: from, end: to } = within ?? { start: 0, end: text.length };
    yield fileFindings(file);
    for (const { text: statement, start, end } of file.statements.slice(0, fileBounds.statements))
      if (start <= to && from <= end) yield this.#ofStatement(file, statement, start);
  }

  /** The edits that format a text's statements. */
  format(text: string): Fix["edits"] {
    const file = this.#read(text);
    return file === undefined ? [] : formatFile(file);
  }

  #ofStatement(file: LanguageFile, statement: string, offset: number): readonly Finding[] {
    const { parameterTypes } = file;
    const key = JSON.stringify([statement, parameterTypes]);
    const found = this.#findings.get(key, () => statementFindings(statement, parameterTypes));
    return found.map((finding) => ({
      ...finding,
      start: offset + finding.start,
      end: offset + finding.end,
      fixes: finding.fixes.map(({ title, edits }) => ({
        title,
        edits: [
          ...edits.map(({ start, end, text }) => ({ start: offset + start, end: offset + end, text })),
          ...(finding.code === "no-day-filter" ? dayParameterEdits(file) : []),
        ],
      })),
    }));
  }

  #read(text: string, outerHeader = ""): LanguageFile | undefined {
    if (isTooLong(text.length)) return undefined;
    return this.#files.get(`${outerHeader.length} ${outerHeader}${text}`, () => readLanguageFile(text, outerHeader));
  }
}
