import { visibleText } from "../../protocol/visible-text.ts";

/** Longest text that is shown in one piece; a notification of VS Code holds twice as much. */
const longest = 500;
const mostLines = 60;

/** Text from a log or a file name as one line, which nothing in it can break, hide or turn around. */
export function onOneLine(text: string): string {
  return visibleText(text);
}

/**
 * Text as every place of the editor takes it that shows words: one bounded line without markup.
 *
 * VS Code makes links of `[words](command:…)` in notifications and prompts (its `linkedText.ts`) and icons of `$(name)`
 * in labels (its `iconLabels.ts`). Neither has an escape that all places know, so a space parts the two characters.
 */
export function plainText(text: string): string {
  return cut(onOneLine(cut(text)))
    .replace(/\](?=\()/g, "] ")
    .replace(/\$(?=\()/g, "$ ");
}

/** Several lines as a hover or a dialog shows them, each as `plainText`. */
export function plainLines(text: string): string {
  const lines = text.split(/\r\n|\n/);
  const shown = lines.slice(0, mostLines).map(plainText);
  return [...shown, ...(lines.length > mostLines ? ["…"] : [])].join("\n");
}

/** The beginning of a long text, without half of a character at its end. */
function cut(text: string): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
