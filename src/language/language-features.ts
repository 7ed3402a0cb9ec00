import { complete } from "./completion/complete.ts";
import type { Completion } from "./language-answers.ts";
import { isTooLong, type LanguageFile, readLanguageFile } from "./language-file.ts";
import { KnownTexts } from "./statement/known-text.ts";
import { TypedPieces } from "./statement/typed-pieces.ts";

/** What the editor asks about the text of a `.sql` file. No text makes an answer fail or take long. */
export class LanguageFeatures {
  readonly #types = new TypedPieces();
  readonly #files = new KnownTexts<LanguageFile>(8);

  completion(text: string, offset: number): Completion {
    if (isTooLong(text.length)) return { items: [], replaces: { start: offset, end: offset } };
    return complete(this.#read(text), offset, this.#types);
  }

  #read(text: string): LanguageFile {
    return this.#files.get(text, () => readLanguageFile(text));
  }
}
