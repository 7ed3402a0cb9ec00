import { beginning, onOneLine } from "../words/plain-text.ts";

/** A part of an outcome: what it is about, what there is to know, a list, and parts of its own. */
export interface OutcomePart {
  readonly heading: string;
  readonly notes?: readonly string[];
  readonly items?: readonly string[];
  readonly parts?: readonly OutcomePart[];
}

/** Longer than any path of a file system. */
const longestLine = 5000;
const indent = "  ";

/**
 * What a piece of work came to, as plain text: nothing in it is markup, each of the given texts is one line, and a line
 * that begins a part stands further left than what a log or a file name says in it.
 */
export function outcomeText(title: string, summary: string, parts: readonly OutcomePart[], end?: string): string {
  const blocks = [
    [title],
    [line(summary)],
    ...parts.flatMap((part) => blocksOf(part, "")),
    ...(end ? [[line(end)]] : []),
  ];
  return blocks
    .map((lines) => lines.join("\n"))
    .join("\n\n")
    .concat("\n");
}

function blocksOf({ heading, notes = [], items = [], parts = [] }: OutcomePart, before: string): readonly string[][] {
  const within = before + indent;
  return [
    [
      before + line(heading),
      ...notes.map((note) => within + line(note)),
      ...items.map((item) => `${within}- ${line(item)}`),
    ],
    ...parts.flatMap((part) => blocksOf(part, within)),
  ];
}

function line(text: string): string {
  return onOneLine(beginning(text, longestLine));
}
