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
  return start + changedBody(cell.kind, body, lines, eol) + (body === "" && after === "" ? eol : after);
}

/** Keeps the lines of `body`, with their own line ends, that stand before and after what changed. */
function changedBody(kind: Cell["kind"], body: string, lines: readonly string[], eol: string): string {
  const shown = (line: string): string => (kind === "markdown" ? uncomment(line) : line);
  const written = (line: string): string => {
    if (kind !== "markdown") return line;
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

/** The text of a new cell, to be put behind `preceding`, which gets a line end where it has none. */
export function newCellText(kind: "sql" | "markdown", source: string, preceding: string): string {
  const eol = endOfLine(preceding);
  const start = preceding === "" || /[\r\n]$/.test(preceding) ? "" : eol;
  const line = kind === "markdown" ? "-- %% [markdown]" : "-- %%";
  return start + withCellSource({ kind, text: `${line}${eol}`, start: 0, end: 0 }, source);
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
