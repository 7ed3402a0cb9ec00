import { findHeader } from "./header.ts";
import { splitStatements } from "./statements.ts";
import { tokenize } from "./tokens.ts";

/**
 * A piece of a `.sql` file as a notebook shows it. The texts of all cells, one after the other, are the file,
 * byte for byte; `start` and `end` are UTF-16 offsets.
 */
export interface Cell {
  readonly kind: "header" | "sql" | "markdown";
  /** The whole piece, with its marker line. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The words after `-- %%`, without `[markdown]`. */
  readonly title?: string;
}

const marker = /^--[ \t]*%%(?<rest>[^\r\n]*)$/;
const markdownTag = /\[(?:markdown|md)\]/i;

/**
 * Splits a file at `-- %%` and `-- %% [markdown]` lines (the percent format); without them every statement is a
 * cell, with the comments before it. The header, where there is one, is a cell of its own. Never fails.
 */
export function splitCells(text: string): readonly Cell[] {
  const block = findHeader(text);
  const headerEnd = block === undefined ? 0 : endOfBlankLines(text, block.end);
  const markers = tokenize(text).filter(
    (token) =>
      token.kind === "comment" &&
      token.start >= headerEnd &&
      atLineStart(text, token.start) &&
      marker.test(text.slice(token.start, token.end)),
  );
  const cells: Cell[] = [];
  const add = (kind: Cell["kind"], start: number, end: number, title?: string): void => {
    if (start < end) cells.push({ kind, text: text.slice(start, end), start, end, ...(title ? { title } : {}) });
  };
  const firstMarker = markers[0]?.start ?? text.length;
  const lead = block !== undefined || text.slice(0, firstMarker).trim() !== "" ? headerEnd : firstMarker;
  if (block !== undefined) add("header", 0, text.slice(headerEnd, firstMarker).trim() === "" ? firstMarker : headerEnd);
  if (markers.length === 0) {
    addStatements(text, headerEnd, cells.length === 0 ? 0 : (cells[0]?.end ?? 0), add);
    return cells;
  }
  if (text.slice(headerEnd, firstMarker).trim() !== "") add("sql", lead, firstMarker);
  markers.forEach((token, index) => {
    const rest = marker.exec(text.slice(token.start, token.end))?.groups?.["rest"] ?? "";
    const title = rest.replace(markdownTag, "").trim();
    // Blank lines before the first marker of a file without header have no cell of their own.
    const start = index === 0 && cells.length === 0 ? 0 : token.start;
    add(markdownTag.test(rest) ? "markdown" : "sql", start, markers[index + 1]?.start ?? text.length, title);
  });
  return cells;
}

function addStatements(
  text: string,
  headerEnd: number,
  from: number,
  add: (kind: Cell["kind"], start: number, end: number) => void,
): void {
  const statements = splitStatements(text).filter((statement) => statement.start >= headerEnd);
  let start = from;
  statements.forEach((statement, index) => {
    const last = index === statements.length - 1;
    const end = last ? text.length : endOfBlankLines(text, statement.fullEnd);
    add("sql", start, end);
    start = end;
  });
  add("sql", start, text.length);
}

/** After the rest of the line and the blank lines that follow, where nothing but space stands there. */
function endOfBlankLines(text: string, at: number): number {
  const blank = /(?:[ \t]*(?:\r\n|\n|\r))+|[ \t]*$/y;
  blank.lastIndex = at;
  return blank.test(text) ? blank.lastIndex : at;
}

function atLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === "\n" || text[at - 1] === "\r" || (at === 1 && text[0] === "\uFEFF");
}
