import { backslash, closeBrace, closeBracket, comma, openBrace, openBracket, quote } from "./ascii.ts";

/** Deepest nesting of objects and arrays that is read; Microsoft's records stay under 20 levels. */
export const deepestNesting = 200;

/** JSON text that is cut short or does not hold together. */
export class JsonTextError extends Error {}

/** Where a value ends. */
export interface ValueEnd {
  /** Index behind its last character. */
  readonly end: number;
  readonly tooNested: boolean;
}

/**
 * Finds the end of the JSON value that begins at an index, by its brackets and quotes alone; what is between them is
 * left to `JSON.parse`.
 * @throws JsonTextError when brackets do not match or the text ends first.
 */
export function endOfValue(text: string, start: number): ValueEnd {
  const closers: number[] = [];
  let deepest = 0;
  let at = start;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      at = endOfString(text, at);
      if (closers.length === 0) return { end: at, tooNested: false };
      continue;
    }
    if (char === openBrace || char === openBracket) {
      // The closing brackets of ASCII lie two behind the opening ones.
      closers.push(char + 2);
      deepest = Math.max(deepest, closers.length);
    } else if (char === closeBrace || char === closeBracket) {
      if (closers.length === 0) break;
      if (closers.pop() !== char) throw new JsonTextError("has brackets that do not match");
      if (closers.length === 0) return { end: at + 1, tooNested: deepest > deepestNesting };
    } else if (closers.length === 0 && (char === comma || char <= 0x20)) break;
    at += 1;
  }
  if (at >= text.length || at === start) throw new JsonTextError("is cut short");
  return { end: at, tooNested: false };
}

/**
 * Index behind the closing quote of the string that begins at an index.
 * @throws JsonTextError when there is none.
 */
export function endOfString(text: string, open: number): number {
  for (let end = text.indexOf('"', open + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end + 1;
  }
  throw new JsonTextError("is cut short");
}

/** Index of the first character that is not white space. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/**
 * The text of a member's value in the text of a JSON object, untouched; when a key stands twice, the last one counts,
 * as for `JSON.parse`.
 * @param text of an object that `JSON.parse` accepts.
 */
export function memberText(text: string, key: string): string | undefined {
  let found: string | undefined;
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text.charCodeAt(at) === quote) {
    const keyEnd = endOfString(text, at);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const { end } = endOfValue(text, start);
    if (JSON.parse(text.slice(at, keyEnd)) === key) found = text.slice(start, end);
    at = skipSpace(text, skipSpace(text, end) + 1);
  }
  return found;
}
