import { type TokenKind, tokenize } from "../../sqlfile/tokens.ts";

/** A token that is no space and no comment; words and operators have their text in lower case, others none. */
export interface CodeToken {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

/** The tokens of a statement, and which bracket closes and opens which, by their indices. */
export interface CodeTokens {
  readonly text: string;
  readonly all: readonly CodeToken[];
  readonly closings: ReadonlyMap<number, number>;
  readonly openings: ReadonlyMap<number, number>;
  /** The indices of the tokens at which a query begins: brackets may stand before its first word. */
  readonly queries: ReadonlySet<number>;
}

const queryWords = new Set(["select", "with", "values"]);

export function codeTokens(text: string): CodeTokens {
  const all = tokenize(text).flatMap(({ kind, start, end }): CodeToken[] => {
    if (kind === "space" || kind === "comment") return [];
    const named = kind === "word" || kind === "operator";
    return [{ kind, start, end, word: named ? text.slice(start, end).toLowerCase() : "" }];
  });
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { word }] of all.entries()) {
    if (word === "(" || word === "[") open.push(index);
    else if (word === ")" || word === "]") {
      const opened = open.pop();
      if (opened !== undefined) closings.set(opened, index);
    }
  }
  const openings = new Map([...closings].map(([opened, closed]) => [closed, opened]));
  // From right to left, so that many brackets in one another are looked at once.
  const queries = new Set<number>();
  for (const [index, { word }] of [...all.entries()].reverse())
    if (queryWords.has(word) || (word === "(" && queries.has(index + 1))) queries.add(index);
  return { text, all, closings, openings, queries };
}

/**
 * The indices of the tokens between two, those in brackets left out; each opening bracket stands for what it holds. One
 * that is never closed holds nothing: what follows it was there before it was typed.
 */
export function* topLevel({ closings }: CodeTokens, from: number, to: number): Generator<number> {
  for (let index = from; index < to; index++) {
    yield index;
    index = Math.min(closings.get(index) ?? index, to);
  }
}

/** The index of the first token that ends at or after an offset. */
export function tokenFrom(tokens: CodeTokens, offset: number): number {
  let low = 0;
  let high = tokens.all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.all[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A name as it is meant: without quotes. */
export function nameText({ text }: CodeTokens, token: CodeToken): string {
  const written = text.slice(token.start, token.end);
  return token.kind === "quoted" ? written.slice(1, -1).replaceAll('""', '"') : written;
}

export function isName(token: CodeToken | undefined): token is CodeToken {
  return token?.kind === "word" || token?.kind === "quoted";
}
