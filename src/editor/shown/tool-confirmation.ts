import { type LanguageModelToolConfirmationMessages, MarkdownString } from "vscode";
import { visibleText } from "../../protocol/words/visible-text.ts";
import { plainText } from "../words/plain-text.ts";

/** What a person agrees to before an assistant's tool works. */
export interface ToolConfirmation {
  readonly title: string;
  readonly sentences: readonly string[];
  /** The statement, of which nothing is left out. */
  readonly sql: string;
}

/** A question whether an assistant's tool may work: sentences, and the whole statement with unseen characters named. */
export function toolConfirmation({ title, sentences, sql }: ToolConfirmation): LanguageModelToolConfirmationMessages {
  const lines = sql.split(/\r\n|\n|\r/).map((line) => withoutMarkup(visibleText(line)));
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = "`".repeat(Math.max(3, ...runs.map((length) => length + 1)));
  const body = [
    ...sentences.map((sentence) => escaped(plainText(sentence))),
    [`${fence}sql`, ...lines, fence].join("\n"),
  ];
  return { title: plainText(title), message: new MarkdownString(body.join("\n\n")) };
}

/** As `plainText` parts what may be read as a link or an icon, in a text of any length. */
function withoutMarkup(text: string): string {
  return text.replace(/\](?=\()/g, "] ").replace(/\$(?=\()/g, "$ ");
}

/** A sentence in which Markdown finds nothing to draw. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!~<>|&]/g, "\\$&");
}
