import type { TextPlace } from "../protocol/errors.ts";

const lineEnd = /\r\n|\n|\r/g;

/** Where an offset lies in a text: line and column from 1, columns in UTF-16 units; `\n`, `\r\n` and `\r` end a line. */
export function placeOf(text: string, offset: number, length?: number): TextPlace {
  return placesIn(text.slice(0, offset))(offset, length);
}

/**
 * `placeOf` for many offsets of one text, in any order: the text is read once, as far as the furthest of them. An offset
 * beyond the text is its end.
 */
export function placesIn(text: string): (offset: number, length?: number) => TextPlace {
  const starts = [0];
  const endings = text.matchAll(lineEnd);
  let isRead = false;
  const readTo = (offset: number): void => {
    while (!isRead && (starts.at(-1) ?? 0) <= offset) {
      const { value: ending, done } = endings.next();
      if (done) isRead = true;
      else starts.push(ending.index + ending[0].length);
    }
  };
  return (offset, length) => {
    const at = Math.min(offset, text.length);
    readTo(at);
    const line = lastAtMost(starts, at);
    const column = at - (starts[line] ?? 0) + 1;
    return length === undefined ? { line: line + 1, column } : { line: line + 1, column, length };
  };
}

/** The index of the last of some ascending numbers that is not above another. */
function lastAtMost(ascending: readonly number[], most: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? 0) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The offset of a place; a line or column beyond the text is its end. */
export function offsetOf(text: string, place: { readonly line: number; readonly column: number }): number {
  let lineStart = 0;
  let line = 1;
  for (const ending of text.matchAll(lineEnd)) {
    if (line === place.line) break;
    line++;
    lineStart = ending.index + ending[0].length;
  }
  return line < place.line ? text.length : Math.min(text.length, lineStart + place.column - 1);
}
