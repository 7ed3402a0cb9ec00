import { splitStatements } from "./statements.ts";
import { eachToken, type Token } from "./tokens.ts";

/** Comments behind a semicolon, up to the end of its line. */
const commentsOnLine = /(?:[ \t]*\/\*(?:(?!\*\/)[^\r\n])*\*\/)*[ \t]*(?:--[^\r\n]*)?(?=[\r\n]|$)/y;
const blankLines = /(?:[ \t]*(?:\r\n|\n|\r))+|[ \t]*$/y;

/**
 * Where the statements of a text end, for cells: behind the semicolon, the comments on its line and the blank lines
 * after it. A quote that is never closed takes only the rest of its line, and a comment what follows up to a blank line.
 */
export function statementEnds(text: string): readonly number[] {
  const all = splitStatements(text).map(({ fullEnd }) => fullEnd);
  const open = openedAt(text);
  const ends = open === undefined ? all : all.filter((end) => end <= open);
  const rest = open === undefined ? [] : endsByLines(text, ends.at(-1) ?? 0);
  return [...ends, ...rest].map((end) => endOfBlankLines(text, after(commentsOnLine, text, end)));
}

/** After the rest of the line and the blank lines that follow, where nothing but space stands there. */
export function endOfBlankLines(text: string, at: number): number {
  return after(blankLines, text, at);
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where a quote or a comment begins that is never closed. */
function openedAt(text: string): number | undefined {
  let last: Token | undefined;
  for (const token of eachToken(text)) last = token;
  return last?.kind === "unclosed" ? last.start : undefined;
}

/** The ends of the statements from an offset on, when nothing that is open or quoted reaches over lines. */
function endsByLines(text: string, from: number): readonly number[] {
  const ends: number[] = [];
  let isBegun = false;
  for (const { kind, start, end } of cutTokens(text, from)) {
    if (kind === "space" || kind === "comment") continue;
    const isSemicolon = kind === "operator" && text[start] === ";";
    const isOpenComment = text.startsWith("/*", start);
    // A comment that is never closed, a broken header for example, is no part of what comes after it.
    if (isSemicolon ? isBegun : isOpenComment && !isBegun) ends.push(end);
    isBegun = !isSemicolon && (isBegun || !isOpenComment);
  }
  if (isBegun) ends.push(text.length);
  return ends;
}

/**
 * The tokens from an offset on, where a quote ends with its line, before the semicolon there, and a comment that is
 * never closed ends before a blank line.
 */
function* cutTokens(text: string, from: number): Generator<Token> {
  let at = from;
  while (at < text.length) {
    let cut: number | undefined;
    for (const token of eachToken(text, at)) {
      const isQuote = token.kind === "string" || token.kind === "quoted" || token.kind === "unclosed";
      cut = isQuote ? cutEnd(text, token) : undefined;
      yield { ...token, end: cut ?? token.end };
      if (cut !== undefined) break;
    }
    at = cut ?? text.length;
  }
}

const lineEnd = /\r\n|\n|\r|$/g;
const blankLine = /(?:\r\n|\n|\r(?!\n))(?=[ \t]*[\r\n])|$/g;

/** Where a token is cut; `undefined` for one that is closed on its line. */
function cutEnd(text: string, { kind, start, end }: Token): number | undefined {
  if (text.startsWith("/*", start)) {
    const blank = found(blankLine, text, start);
    return blank.index + blank[0].length;
  }
  const line = found(lineEnd, text, start).index;
  if (kind !== "unclosed" && end <= line) return undefined;
  return start + Math.max(1, text.slice(start, line).replace(/;[ \t]*$/, "").length);
}

/** Where a pattern that is found at the end at the latest is found first. */
function found(pattern: RegExp, text: string, from: number): RegExpExecArray {
  pattern.lastIndex = from;
  return pattern.exec(text) as RegExpExecArray;
}
