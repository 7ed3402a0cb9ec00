import { InputBoxValidationSeverity, window } from "vscode";
import { plainText } from "../words/plain-text.ts";

/** A question that is answered by typing. */
export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  /** The text that the box begins with, unchanged, because the person edits it. */
  readonly value: string;
  readonly placeHolder?: string;
  readonly selectsValue?: boolean;
  /** Keeps the box open when the person looks elsewhere. */
  readonly stays?: boolean;
  /** What is wrong with a text, in words. */
  readonly problemOf?: (text: string) => string | undefined;
  /** What a text that nothing is wrong with comes to, in words. */
  readonly noteOf?: (text: string) => string | undefined;
}

/** Asks for a text; `undefined` when the person leaves the box. */
export async function askText(question: TextQuestion): Promise<string | undefined> {
  const { title, prompt, value, placeHolder, selectsValue, stays, problemOf, noteOf } = question;
  return window.showInputBox({
    title: plainText(title),
    prompt: plainText(prompt),
    value,
    ...(placeHolder !== undefined && { placeHolder: plainText(placeHolder) }),
    ...(selectsValue && { valueSelection: [0, value.length] }),
    ...(stays && { ignoreFocusOut: true }),
    ...((problemOf || noteOf) && {
      validateInput: (text) => {
        const problem = problemOf?.(text);
        if (problem !== undefined) return plainText(problem);
        const note = noteOf?.(text);
        return note === undefined ? undefined : { message: plainText(note), severity: InputBoxValidationSeverity.Info };
      },
    }),
  });
}
