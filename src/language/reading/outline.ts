import { visibleText } from "../../protocol/words/visible-text.ts";
import { splitCells } from "../../sqlfile/cells.ts";
import type { Outline, TextRange } from "../language-answers.ts";
import type { LanguageFile } from "../language-file.ts";
import { type CodeTokens, codeTokens, nameText } from "../statement/code-tokens.ts";
import { sourcesOf, tableOfSource } from "../statement/from-clause.ts";
import { readBlock } from "../statement/query-blocks.ts";

/** The header with its parameters, and every statement with its named queries. */
export function outline(file: LanguageFile): readonly Outline[] {
  const { header, statements } = file;
  const titles = new Map(splitCells(file.text).map(({ start, title }) => [start, title]));
  const head: Outline[] =
    header === undefined
      ? []
      : [
          {
            start: header.start,
            end: header.end,
            kind: "header",
            detail: "header",
            name: visibleText(header.header.title ?? "Header").slice(0, 100),
            named: { start: header.start, end: Math.min(header.end, header.start + 5) },
            children: [],
          },
        ];
  return [
    ...head,
    ...statements.map(({ text, start, fullEnd }, index) => ofStatement(text, start, fullEnd, index, titles)),
  ];
}

function ofStatement(
  text: string,
  start: number,
  end: number,
  index: number,
  titles: ReadonlyMap<number, string | undefined>,
): Outline {
  const tokens = codeTokens(text);
  const block = readBlock(tokens, 0, tokens.all.length);
  const tables = new Set(
    block.arms.flatMap((arm) => sourcesOf(tokens, arm)).flatMap((source) => tableOfSource(tokens, source) ?? []),
  );
  const title = titles.get(start);
  const first = tokens.all[0];
  return {
    start,
    end,
    kind: "statement",
    children: namedQueries(tokens, start),
    name: title ?? `${text.slice(first?.start, first?.end).toUpperCase()} ${index + 1}`,
    detail: visibleText([...tables].join(", ")).slice(0, 100),
    named: { start, end: start + (first?.end ?? 0) },
  };
}

function namedQueries(tokens: CodeTokens, offset: number): readonly Outline[] {
  return readBlock(tokens, 0, tokens.all.length).named.flatMap(({ name, close }): Outline[] => {
    const token = tokens.all[name];
    if (token === undefined) return [];
    const end = tokens.all[close]?.end ?? tokens.text.length;
    const named = { start: offset + token.start, end: offset + token.end };
    return [
      {
        start: named.start,
        end: offset + end,
        kind: "query",
        name: visibleText(nameText(tokens, token)),
        detail: "WITH",
        named,
        children: [],
      },
    ];
  });
}

/** The stretches that can be folded: the header, statements, and brackets. */
export function foldings({ header, statements }: LanguageFile): readonly TextRange[] {
  const ranges: TextRange[] = header === undefined ? [] : [{ start: header.start, end: header.end }];
  for (const { text, start, fullEnd } of statements) {
    ranges.push({ start, end: fullEnd });
    const { all, closings } = codeTokens(text);
    for (const [opened, closed] of closings) {
      const [open, close] = [all[opened], all[closed]];
      if (open === undefined || close === undefined || !text.slice(open.end, close.start).includes("\n")) continue;
      // The closing bracket stays in sight.
      ranges.push({ start: start + open.start, end: start + text.lastIndexOf("\n", close.start) });
    }
  }
  return ranges;
}
