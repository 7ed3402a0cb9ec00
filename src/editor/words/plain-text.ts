import { visibleText } from "../../protocol/words/visible-text.ts";

/** Longest text that is shown in one piece; a notification of VS Code holds twice as much. */
const longest = 500;
const mostLines = 60;

/** Text from a log or a file name as one line, which nothing in it can break, hide or turn around. */
export function onOneLine(text: string): string {
  return visibleText(text);
}

/**
 * Text that is safe in every place of the editor that shows words: one bounded line without markup.
 *
 * VS Code makes links of `[words](command:…)` in notifications and prompts (`src/vs/base/common/linkedText.ts`) and
 * icons of `$(name)` in labels (`src/vs/base/common/iconLabels.ts`). Neither has an escape that all places know, so a
 * space parts the two characters.
 */
export function plainText(text: string): string {
  return beginning(onOneLine(beginning(text, longest)), longest)
    .replace(/\](?=\()/g, "] ")
    .replace(/\$(?=\()/g, "$ ");
}

/** Several lines as a hover or a dialog shows them, each as `plainText`. */
export function plainLines(text: string): string {
  const lines = text.split(/\r\n|\n/);
  const shown = lines.slice(0, mostLines).map(plainText);
  return [...shown, ...(lines.length > mostLines ? ["…"] : [])].join("\n");
}

/** A text of at most so many UTF-16 units: a longer one is cut, without half of a character at its end. */
export function beginning(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
