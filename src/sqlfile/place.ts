import type { TextPlace } from "../protocol/errors.ts";

/** Where an offset lies in a text: line and column from 1, columns in UTF-16 units; `\n`, `\r\n` and `\r` end a line. */
export function placeOf(text: string, offset: number, length?: number): TextPlace {
  let line = 1;
  let lineStart = 0;
  const before = text.slice(0, offset);
  for (const ending of before.matchAll(/\r\n|\n|\r/g)) {
    line++;
    lineStart = ending.index + ending[0].length;
  }
  const column = Math.min(offset, text.length) - lineStart + 1;
  return length === undefined ? { line, column } : { line, column, length };
}

/** The offset of a place; a line or column beyond the text is its end. */
export function offsetOf(text: string, place: { readonly line: number; readonly column: number }): number {
  let lineStart = 0;
  let line = 1;
  for (const ending of text.matchAll(/\r\n|\n|\r/g)) {
    if (line === place.line) break;
    line++;
    lineStart = ending.index + ending[0].length;
  }
  return line < place.line ? text.length : Math.min(text.length, lineStart + place.column - 1);
}
