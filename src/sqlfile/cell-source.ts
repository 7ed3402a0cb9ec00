import type { Cell } from "./cells.ts";

interface Parts {
  /** Marker line, and blank lines after it. */
  readonly before: string;
  readonly body: string;
  /** Line ends after the body. */
  readonly after: string;
}

const headerStart = /^\s*\/\*---[ \t]*(?:\r\n|\n|\r|$)?/;

function partsOf(cell: Cell): Parts {
  if (cell.kind === "header") {
    const before = headerStart.exec(cell.text)?.[0] ?? "";
    const rest = cell.text.slice(before.length);
    const closing = rest.lastIndexOf("---*/");
    const body = rest.slice(0, closing).trimEnd();
    return { before, body, after: rest.slice(body.length) };
  }
  const markerLine = /^\s*--[ \t]?%%[^\r\n]*(?:\r\n|\n|\r|$)/.exec(cell.text)?.[0] ?? "";
  const rest = cell.text.slice(markerLine.length);
  const blank = /^(?:[ \t]*(?:\r\n|\n|\r))*/.exec(rest)?.[0] ?? "";
  const body = rest.slice(blank.length).trimEnd();
  return { before: markerLine + blank, body, after: rest.slice(blank.length + body.length) };
}

/** What a notebook shows of a cell: without its marker line, Markdown without its comment signs, a header's YAML alone. */
export function cellSource(cell: Cell): string {
  const { body } = partsOf(cell);
  return cell.kind === "markdown" ? linesOf(body).map(uncomment).join("\n") : body;
}

/**
 * The cell's text with another source. Line ends do not count as a change, for editors give them as they like: a
 * source of the same lines gives the same text, byte for byte. A changed one keeps the marker line, the lines before
 * and after those that changed, and the line ends around the body.
 */
export function withCellSource(cell: Cell, source: string): string {
  const lines = linesOf(source);
  const old = linesOf(cellSource(cell));
  if (lines.length === old.length && lines.every((line, index) => line === old[index])) return cell.text;
  const { before, body, after } = partsOf(cell);
  const eol = endOfLine(cell.text);
  const start = before === "" || /[\r\n]$/.test(before) ? before : before + eol;
  const end = needsLineEnd(cell.kind, body, after) ? eol + after : after;
  return start + changedBody(cell.kind, body, lines, eol) + end;
}

function needsLineEnd(kind: Cell["kind"], body: string, after: string): boolean {
  return kind === "header" ? !/^[\r\n]/.test(after) : body === "" && after === "";
}

/** Keeps the lines of `body`, with their own line ends, that stand before and after what changed. */
function changedBody(kind: Cell["kind"], body: string, lines: readonly string[], eol: string): string {
  const shown = (line: string): string => (kind === "markdown" ? uncomment(line) : line);
  const written = (line: string): string => {
    if (kind !== "markdown") return line;
    // With one space it would be the marker of another cell.
    if (line.startsWith("%%")) return `--  ${line}`;
    return line === "" ? "--" : `-- ${line}`;
  };
  const raw = body === "" ? [] : body.split(/(?<=\r\n|\n|\r(?!\n))/).map((line) => /^([^\r\n]*)([\r\n]*)$/.exec(line));
  const old = raw.map((match) => ({ line: match?.[1] ?? "", end: match?.[2] ?? "" }));
  const shorter = Math.min(old.length, lines.length);
  let lead = 0;
  while (lead < shorter && shown(old[lead]?.line ?? "") === lines[lead]) lead++;
  let tail = 0;
  while (tail < shorter - lead && shown(old.at(-1 - tail)?.line ?? "") === lines.at(-1 - tail)) tail++;
  const all = [
    ...old.slice(0, lead),
    ...lines.slice(lead, lines.length - tail).map((line, index) => ({
      line: written(line),
      end: old[lead + index]?.end || eol,
    })),
    ...old.slice(old.length - tail),
  ];
  return all.map(({ line, end }, index) => (index === all.length - 1 ? line : line + (end || eol))).join("");
}

/** The text of a new cell with its marker line, in a file of these line ends. */
export function newCellText(kind: "sql" | "markdown", source: string, eol: string): string {
  const line = kind === "markdown" ? "-- %% [markdown]" : "-- %%";
  return withCellSource({ kind, text: `${line}${eol}`, start: 0, end: 0 }, source);
}

/** The line end that a text uses; `\n` where it has none. */
export function endOfLine(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

function uncomment(line: string): string {
  return line.replace(/^--[ \t]?/, "");
}
