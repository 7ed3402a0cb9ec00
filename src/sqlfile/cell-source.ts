import type { Cell } from "./cells.ts";

interface Parts {
  /** Marker line, and blank lines after it. */
  readonly before: string;
  readonly body: string;
  /** Line ends after the body. */
  readonly after: string;
}

function partsOf(cell: Cell): Parts {
  if (cell.kind === "header")
    return { before: "", body: cell.text.trimEnd(), after: cell.text.slice(cell.text.trimEnd().length) };
  const markerLine = /^\s*--[ \t]*%%[^\r\n]*(?:\r\n|\n|\r|$)/.exec(cell.text)?.[0] ?? "";
  const rest = cell.text.slice(markerLine.length);
  const blank = /^(?:[ \t]*(?:\r\n|\n|\r))*/.exec(rest)?.[0] ?? "";
  const body = rest.slice(blank.length).trimEnd();
  return { before: markerLine + blank, body, after: rest.slice(blank.length + body.length) };
}

/** What a notebook shows of a cell: without its marker line, and markdown without its comment signs. */
export function cellSource(cell: Cell): string {
  const { body } = partsOf(cell);
  return cell.kind === "markdown" ? uncomment(body) : body;
}

/**
 * The cell's text with another source. An unchanged source gives the same text, byte for byte; a changed one keeps
 * the marker line and the line ends around it.
 */
export function withCellSource(cell: Cell, source: string): string {
  if (source === cellSource(cell)) return cell.text;
  const { before, after } = partsOf(cell);
  const eol = cell.text.includes("\r\n") ? "\r\n" : "\n";
  const lines = source.split(/\r\n|\n|\r/);
  const body = cell.kind === "markdown" ? lines.map((line) => (line === "" ? "--" : `-- ${line}`)) : lines;
  return before + body.join(eol) + (after === "" ? eol : after);
}

/** The text of a new cell, to be put behind `preceding`, which gets a line end where it has none. */
export function newCellText(kind: "sql" | "markdown", source: string, preceding: string): string {
  const start = preceding === "" || /[\r\n]$/.test(preceding) ? "" : "\n";
  const line = kind === "markdown" ? "-- %% [markdown]\n" : "-- %%\n";
  return start + withCellSource({ kind, text: `${line}\n`, start: 0, end: 0 }, source);
}

function uncomment(body: string): string {
  return body
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^--[ \t]?/, ""))
    .join("\n");
}
