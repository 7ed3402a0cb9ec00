import { type CodeToken, type CodeTokens, isName, nameText, tokenFrom } from "./code-tokens.ts";

/** The word that is being typed at a place, and what stands right before it. */
export interface Cursor {
  /** The stretch of the word, empty where none was begun. */
  readonly start: number;
  readonly end: number;
  /** The index of the first token that is not before the word. */
  readonly index: number;
  /** The token before the word. */
  readonly before: CodeToken | undefined;
}

/** Reads where an offset stands among tokens. */
export function cursorAt(tokens: CodeTokens, offset: number): Cursor {
  const index = tokenFrom(tokens, offset);
  const token = tokens.all[index];
  const isWord = token?.kind === "word" || token?.kind === "number" || token?.kind === "parameter";
  if (token !== undefined && isWord && token.start < offset && token.end >= offset)
    return { start: token.start, end: token.end, index, before: tokens.all[index - 1] };
  const next = token !== undefined && token.end <= offset ? index + 1 : index;
  return { start: offset, end: offset, index: next, before: tokens.all[next - 1] };
}

/** The text of the operand that ends before a token: names with dots, `[…]`, calls and brackets; empty for none. */
export function operandBefore(tokens: CodeTokens, index: number): string {
  const begin = operandStart(tokens, index);
  const [first, last] = [tokens.all[begin], tokens.all[index - 1]];
  return first === undefined || last === undefined || begin >= index ? "" : tokens.text.slice(first.start, last.end);
}

/** The index of the first token of that operand. */
function operandStart(tokens: CodeTokens, index: number): number {
  let at = index;
  for (;;) {
    const token = tokens.all[at - 1];
    if (token === undefined) return at;
    if (token.word === ")" || token.word === "]") {
      const opening = tokens.openings.get(at - 1);
      if (opening === undefined) return at;
      at = opening;
      const called = tokens.all[at - 1];
      if (token.word === ")" && !(called?.kind === "word" && !wordsBeforeBrackets.has(called.word))) return at;
      if (token.word === ")") at--;
      else continue;
    } else if (isName(token)) at--;
    else return at;
    if (tokens.all[at - 1]?.word !== ".") return at;
    at--;
  }
}

/** Words after which a bracket is no call. */
const wordsBeforeBrackets = new Set(["and", "or", "not", "in", "where", "select", "on", "when", "then", "else", "by"]);

/** A parameter of a lambda at a place, and the list whose elements it is. */
export interface LambdaName {
  readonly name: string;
  readonly list: string;
}

/** Brackets in one another that are looked at; a statement that a person writes has fewer. */
const mostLevels = 30;

/** The parameters of the lambdas around a token, `x` of `any_match(list, x -> …)`, the innermost first. */
export function lambdaNames(tokens: CodeTokens, index: number): readonly LambdaName[] {
  const found: LambdaName[] = [];
  let levels = 0;
  for (let open = index - 1; open >= 0 && levels < mostLevels; open--) {
    if (tokens.all[open]?.word !== "(" || (tokens.closings.get(open) ?? index) < index) continue;
    levels++;
    const arrow = arrowBetween(tokens, open, index);
    const comma = arrow === undefined ? undefined : firstComma(tokens, open, arrow);
    const [first, last, name] = [tokens.all[open + 1], tokens.all[(comma ?? 0) - 1], tokens.all[(arrow ?? 0) - 1]];
    if (comma === undefined || first === undefined || last === undefined || !isName(name)) continue;
    found.push({ name: nameText(tokens, name).toLowerCase(), list: tokens.text.slice(first.start, last.end) });
  }
  return found;
}

/** The arrow of a lambda that is an argument right in a bracket, behind which a token stands. */
function arrowBetween({ all, closings }: CodeTokens, open: number, index: number): number | undefined {
  let arrow: number | undefined;
  for (let at = open + 1; at < index; at++) {
    const word = all[at]?.word;
    if (word === "->") arrow = at;
    if (word === ",") arrow = undefined;
    if (word !== "(" && word !== "[") continue;
    const closing = closings.get(at);
    if (closing === undefined || closing >= index) return arrow;
    at = closing;
  }
  return arrow;
}

function firstComma(tokens: CodeTokens, open: number, before: number): number | undefined {
  for (let at = open + 1; at < before; at++) {
    const word = tokens.all[at]?.word;
    if (word === "(" || word === "[") at = tokens.closings.get(at) ?? before;
    else if (word === ",") return at;
  }
  return undefined;
}
