export type TokenKind =
  | "space"
  | "comment"
  | "word"
  | "quoted"
  | "string"
  | "number"
  | "parameter"
  | "operator"
  /** A quote or block comment that is never closed: it reaches to the end of the text. */
  | "unclosed";

/** A stretch of the text; `start` and `end` are UTF-16 offsets, `end` excluded. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const space = /\s+/y;
const restOfLine = /[^\r\n]*/y;
const word = /[\p{L}_][\p{L}\p{N}_$@]*/uy;
const number = /(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y;
const parameter = /:[\p{L}_][\p{L}\p{N}_]*/uy;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const operator = /->>|->|=>|<=|>=|<>|!=|\|\||::|[\s\S]/y;

const others = [
  ["space", space],
  ["word", word],
  ["number", number],
] as const;

/**
 * Cuts SQL text into tokens that cover it without a gap. Never fails: what is no token of SQL is a one-character
 * operator, and what is not closed reaches to the end.
 */
export function tokenize(text: string): readonly Token[] {
  return [...eachToken(text)];
}

/** The tokens of `tokenize` from an offset on, cut one by one, for those who need only the first. */
export function* eachToken(text: string, from = 0): Generator<Token> {
  let at = from;
  while (at < text.length) {
    const [kind, end] = next(text, at);
    yield { kind, start: at, end };
    at = end;
  }
}

function next(text: string, at: number): readonly [TokenKind, number] {
  const first = text[at];
  const second = text[at + 1];
  if (first === "-" && second === "-") return ["comment", lineEnd(text, at)];
  if (first === "/" && second === "*") return closed("comment", text, "*/", at + 2);
  if (first === "'") return quotedBy("string", text, "'", at + 1);
  if (first === '"') return quotedBy("quoted", text, '"', at + 1);
  if (first === "`") return quotedBy("quoted", text, "`", at + 1);
  if ((first === "x" || first === "X") && second === "'") return quotedBy("string", text, "'", at + 2);
  if ((first === "u" || first === "U") && second === "&" && text[at + 2] === "'")
    return quotedBy("string", text, "'", at + 3);
  if (first === "$") {
    const tag = match(dollarTag, text, at);
    if (tag > at) return closed("string", text, text.slice(at, tag), tag);
  }
  for (const [kind, pattern] of others) {
    const end = match(pattern, text, at);
    if (end > at) return [kind, end];
  }
  if (first === ":" && text[at - 1] !== ":") {
    const end = match(parameter, text, at);
    if (end > at) return ["parameter", end];
  }
  return ["operator", match(operator, text, at)];
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function lineEnd(text: string, at: number): number {
  return match(restOfLine, text, at);
}

function closed(kind: TokenKind, text: string, closing: string, from: number): readonly [TokenKind, number] {
  const end = text.indexOf(closing, from);
  return end === -1 ? ["unclosed", text.length] : [kind, end + closing.length];
}

/** A doubled quote stands for itself and does not close. */
function quotedBy(kind: TokenKind, text: string, quote: string, from: number): readonly [TokenKind, number] {
  let at = text.indexOf(quote, from);
  while (at !== -1 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at === -1 ? ["unclosed", text.length] : [kind, at + 1];
}
