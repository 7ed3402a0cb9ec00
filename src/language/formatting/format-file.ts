import { endOfLine } from "../../sqlfile/cell-source.ts";
import type { TextRange } from "../language-answers.ts";
import type { LanguageFile } from "../language-file.ts";
import { formatStatement } from "./format-statement.ts";

/** What changes where a file is formatted: the statements alone, and no token of them. */
export function formatFile({ text, statements }: LanguageFile): readonly (TextRange & { readonly text: string })[] {
  const eol = endOfLine(text);
  return statements.flatMap(({ text: statement, start, end }) => {
    const formatted = formatStatement(statement, eol);
    return formatted === statement ? [] : [{ start, end, text: formatted }];
  });
}
