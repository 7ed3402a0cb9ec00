import { eachToken, type Token } from "./tokens.ts";

/** A `-- %%` line that begins a cell, without its line end; offsets are UTF-16, `end` excluded. */
export interface Marker {
  readonly start: number;
  readonly end: number;
}

/** A line that looks like a marker. */
export const markerLine = /(?<=^|[\r\n])--[ \t]?%%[^\r\n]*/g;
const markdownTag = /\[(?:markdown|md)\]/i;

/**
 * The marker lines from an offset on, in order. A line inside a string or a comment is none, as long as that is closed
 * and meant so: where the pieces on both sides are whole only together. A quote that somebody forgot to close takes no
 * other cell.
 */
export function markersOf(text: string, from: number): readonly Marker[] {
  const lines = [...text.matchAll(markerLine)]
    .map(({ index, 0: line }) => ({ start: index, end: index + line.length }))
    .filter(({ start }) => start >= from);
  const closings = new Closings(text);
  const found: Marker[] = [];
  let at = from;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const open = unclosedIn(text, at, line.start);
    const close = open === undefined ? undefined : closings.after(open);
    const reached = close === undefined ? index : lastBefore(lines, close, index);
    if (open !== undefined && close !== undefined && reached >= index) {
      const pieceStart = lines[reached]?.start ?? text.length;
      const pieceEnd = lines[reached + 1]?.start ?? text.length;
      if (isTornPiece(text, open, close, pieceStart, pieceEnd)) {
        at = close;
        index = reached;
        continue;
      }
    }
    found.push(line);
    at = line.start;
  }
  return found;
}

/** The words of a marker, without `[markdown]`. */
export function markerTitle(text: string, { start, end }: Marker): string {
  return text
    .slice(start, end)
    .replace(/^--[ \t]?%%/, "")
    .replace(markdownTag, "")
    .trim();
}

export function isMarkdownMarker(text: string, { start, end }: Marker): boolean {
  return markdownTag.test(text.slice(start, end));
}

/** Where a quote or a comment begins that a piece of the text leaves open. */
function unclosedIn(text: string, start: number, end: number): number | undefined {
  let last: Token | undefined;
  for (const token of eachToken(text.slice(start, end))) last = token;
  return last?.kind === "unclosed" ? start + last.start : undefined;
}

/** Whether a piece is not whole by itself, because it holds the end of what was opened before it. */
function isTornPiece(text: string, open: number, close: number, start: number, end: number): boolean {
  if (!text.startsWith("/*", open)) return unclosedIn(text, start, end) !== undefined;
  const star = close - 2 - start;
  for (const token of eachToken(text.slice(start, end)))
    if (token.end > star) return token.start === star && token.kind === "operator";
  return false;
}

function lastBefore(lines: readonly Marker[], offset: number, from: number): number {
  let last = from - 1;
  while ((lines[last + 1]?.start ?? offset) < offset) last++;
  return last;
}

/** Where what is open is closed. Remembers what is closed nowhere, so that many open quotes do not cost many readings. */
class Closings {
  readonly #text: string;
  readonly #nowhere = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  after(open: number): number | undefined {
    const sign = this.#text.slice(open, open + 2).replace(/^(?=['"`]).*/s, (quote) => quote.slice(0, 1));
    if (this.#nowhere.has(sign)) return undefined;
    const [token] = eachToken(this.#text, open);
    if (token !== undefined && token.kind !== "unclosed") return token.end;
    // A dollar quote has a tag of its own, and is looked for anew.
    if (!sign.startsWith("$")) this.#nowhere.add(sign);
    return undefined;
  }
}
