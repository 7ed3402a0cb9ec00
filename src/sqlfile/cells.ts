import { findHeader } from "./header.ts";
import { isMarkdownMarker, type Marker, markerLine, markersOf, markerTitle } from "./markers.ts";
import { endOfBlankLines, statementEnds } from "./statement-ends.ts";
import { splitStatements } from "./statements.ts";

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

type Add = (kind: Cell["kind"], start: number, end: number, title?: string) => void;

/**
 * Splits a file at `-- %%` and `-- %% [markdown]` lines (the percent format); without them every statement is a
 * cell, with the comments before it and those behind it on its line. A header that is closed is a cell of its own, and
 * so is what stands before it. A Markdown cell ends where its comments end. Never fails.
 */
export function splitCells(text: string): readonly Cell[] {
  const block = findHeader(text);
  const header = block?.isClosed ? block : { start: 0, end: 0 };
  const headerEnd = header.end === 0 ? 0 : endOfBlankLines(text, header.end);
  const leadEnd = text.slice(0, header.start).trim() === "" ? 0 : header.start;
  const cells: Cell[] = [];
  const add: Add = (kind, start, end, title) => {
    if (start < end) cells.push({ kind, text: text.slice(start, end), start, end, ...(title ? { title } : {}) });
  };
  const markers = markersOf(text, headerEnd);
  addMarked(text, markersOf(text.slice(0, leadEnd), 0), 0, leadEnd, add);
  add("header", leadEnd, headerEnd);
  if (markers.length > 0) addMarked(text, markers, headerEnd, text.length, add);
  else addStatements(text, headerEnd, add);
  return cells;
}

/**
 * Whether a file has more cells than `most`, told without reading more of it than that takes. Each line that looks like
 * a marker counts.
 */
export function hasMoreCells(text: string, most: number): boolean {
  let markers = 0;
  for (const _ of text.matchAll(markerLine)) {
    markers++;
    if (markers > most) return true;
  }
  return markers === 0 && splitStatements(text, most + 1).length > most;
}

/** The cells of a stretch with its markers. Blank lines before the first belong to it, other text is a cell. */
function addMarked(text: string, markers: readonly Marker[], from: number, to: number, add: Add): void {
  const first = markers[0]?.start ?? to;
  const leadsBlank = text.slice(from, first).trim() === "";
  if (!leadsBlank) add("sql", from, first);
  for (const [index, marker] of markers.entries()) {
    const start = index === 0 && leadsBlank ? from : marker.start;
    const end = markers[index + 1]?.start ?? to;
    const title = markerTitle(text, marker);
    const commentsEnd = isMarkdownMarker(text, marker) ? endOfMarkdown(text, marker.end, end) : start;
    add("markdown", start, commentsEnd, title);
    add("sql", commentsEnd, end, commentsEnd === start ? title : undefined);
  }
}

function addStatements(text: string, from: number, add: Add): void {
  const ends = statementEnds(text.slice(from)).map((end) => from + end);
  let start = from;
  for (const end of ends.slice(0, -1)) {
    add("sql", start, end);
    start = end;
  }
  add("sql", start, text.length);
}

const plainLine = /[ \t]*(?<comment>--[^\r\n]*)?(?:\r\n|\n|\r|$)/y;

/**
 * Where a Markdown cell ends: at the first line that is neither a comment nor blank. The comment right above that
 * line belongs to it, where a blank line parts it from the rest.
 */
function endOfMarkdown(text: string, markerEnd: number, end: number): number {
  let at = endOfLine(text, markerEnd);
  let paragraph: number | undefined;
  let hasComment = false;
  while (at < end) {
    plainLine.lastIndex = at;
    const line = plainLine.exec(text);
    if (line === null) return paragraph ?? at;
    const isComment = line.groups?.["comment"] !== undefined;
    if (!isComment && hasComment) paragraph = plainLine.lastIndex;
    hasComment ||= isComment;
    if (plainLine.lastIndex === at) break;
    at = plainLine.lastIndex;
  }
  return end;
}

function endOfLine(text: string, at: number): number {
  return at + (/^(?:\r\n|\n|\r)/.exec(text.slice(at, at + 2))?.[0].length ?? 0);
}
