import { type Token, tokenize } from "../../sqlfile/tokens.ts";

const step = 2;
/** A longer statement, which a program wrote, is left as it is. */
const mostCharacters = 100_000;

/** Words with which a clause begins on a line of its own. */
const clauses = new Set(
  "select from where group having window order limit offset fetch union except intersect with values".split(" "),
);
const joins = new Set(["join", "inner", "left", "right", "full", "cross", "natural"]);
const windowWords = new Set(["partition", "order", "rows", "range", "groups"]);
const spaced = new Set(["=", "<>", "!=", "<", "<=", ">", ">=", "||", "->", "=>"]);

/** Something that is open: a bracket, a query, or a CASE; lines in it stand `inner` deep, and its end `outer`. */
interface Open {
  readonly kind: "bracket" | "query" | "case";
  readonly outer: number;
  readonly inner: number;
  /** Whether it holds items on lines of their own, so that lines which go on stand deeper than those that begin one. */
  readonly isList: boolean;
  /** The word of the clause of a query that is being written. */
  clause?: string;
}

interface Piece extends Token {
  readonly text: string;
  /** The text in lower case where it is a word or an operator. */
  readonly word: string;
  /** How many lines lie between it and the piece before it, at most two. */
  readonly breaks: number;
  readonly isApart: boolean;
  /** The indices of the nearest pieces before and behind it that are no comments; -1 for none. */
  before: number;
  behind: number;
}

/**
 * A statement with each clause on a line of its own, and lines set in by what they stand in. Only blanks and line ends
 * change: where that cannot be, the statement is given back as it is. The author's own line ends are kept.
 */
export function formatStatement(text: string, eol = "\n"): string {
  if (text.length > mostCharacters) return text;
  const formatted = layOut(text, eol);
  return isSame(text, formatted) && layOut(formatted, eol) === formatted ? formatted : text;
}

function isSame(text: string, other: string): boolean {
  const [a, b] = [words(text), words(other)];
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

/** The tokens of a text that are no blanks. */
function words(text: string): readonly string[] {
  return tokenize(text)
    .filter(({ kind }) => kind !== "space")
    .map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

function pieces(text: string): readonly Piece[] {
  let blank = "";
  const all = tokenize(text).flatMap((token): Piece[] => {
    const written = text.slice(token.start, token.end);
    if (token.kind === "space") {
      blank = written;
      return [];
    }
    const breaks = Math.min(2, blank.match(/\r\n|\n|\r/g)?.length ?? 0);
    const isNamed = token.kind === "word" || token.kind === "operator";
    const piece = {
      ...token,
      text: written,
      word: isNamed ? written.toLowerCase() : "",
      breaks,
      isApart: blank !== "",
      before: -1,
      behind: -1,
    };
    blank = "";
    return [piece];
  });
  // Noted once: to look for them behind each of many comments takes the square of the time.
  let [before, behind] = [-1, -1];
  for (const [index, piece] of all.entries()) {
    piece.before = before;
    if (piece.kind !== "comment") before = index;
  }
  for (const [index, piece] of [...all.entries()].reverse()) {
    piece.behind = behind;
    if (piece.kind !== "comment") behind = index;
  }
  return all;
}

function layOut(text: string, eol: string): string {
  const all = pieces(text);
  const lists = bracketsOfLists(all);
  const open: Open[] = [{ kind: "query", outer: 0, inner: 0, isList: false }];
  let lineIndent = 0;
  let written = "";
  for (const [index, piece] of all.entries()) {
    const before = all[index - 1];
    const closes = closesWhat(piece, open);
    const inside = open.at(-1);
    const breaks = before === undefined ? 0 : breaksBefore(piece, before, all, index, inside);
    if (inside?.kind === "query" && beginsClause(all, index)) inside.clause = piece.word;
    if (breaks > 0) {
      lineIndent = closes?.outer ?? indentOf(piece, all, index, inside);
      written += `${eol.repeat(breaks)}${" ".repeat(lineIndent)}`;
    } else if (before !== undefined && needsBlank(before, piece)) written += " ";
    written += piece.text;
    if (closes !== undefined) open.pop();
    const opened = opens(piece, all, index, lineIndent, lists);
    if (opened !== undefined) open.push(opened);
  }
  return written;
}

function opens(
  piece: Piece,
  all: readonly Piece[],
  index: number,
  lineIndent: number,
  lists: ReadonlySet<number>,
): Open | undefined {
  const isList = (all[index + 1]?.breaks ?? 0) > 0 && lists.has(index);
  if (piece.word === "case") return { kind: "case", outer: lineIndent, inner: lineIndent + step, isList: false };
  if (piece.word !== "(" && piece.word !== "[") return undefined;
  const next = all[piece.behind]?.word ?? "";
  const kind = next === "select" || next === "with" ? "query" : "bracket";
  return { kind, outer: lineIndent, inner: lineIndent + step, isList };
}

/** The brackets that hold a comma of their own, by the index of the opening one. */
function bracketsOfLists(all: readonly Piece[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open: number[] = [];
  for (const [index, { word }] of all.entries()) {
    const inside = open.at(-1);
    if (word === "(" || word === "[") open.push(index);
    else if (word === ")" || word === "]") open.pop();
    else if (word === "," && inside !== undefined) found.add(inside);
  }
  return found;
}

/** What a piece closes; the statement itself stays open. */
function closesWhat({ word }: Piece, open: readonly Open[]): Open | undefined {
  const last = open.length > 1 ? open.at(-1) : undefined;
  if (last?.kind === "case") return word === "end" ? last : undefined;
  return word === ")" || word === "]" ? last : undefined;
}

function breaksBefore(
  piece: Piece,
  before: Piece,
  all: readonly Piece[],
  index: number,
  inside: Open | undefined,
): number {
  if (before.text.startsWith("--") || piece.breaks > 0) return Math.max(1, piece.breaks);
  const isClause = inside?.kind === "query" && beginsClause(all, index);
  // A query that stands on one line within its brackets stays there.
  return isClause && inside.outer === inside.inner ? 1 : 0;
}

function indentOf(piece: Piece, all: readonly Piece[], index: number, inside: Open | undefined): number {
  if (inside === undefined) return 0;
  const first = piece.kind === "comment" ? piece.behind : index;
  const before = all[piece.before]?.word ?? "";
  const goesOn = ![",", "(", "[", "select", "distinct", "all"].includes(before);
  if (inside.kind !== "query") {
    const isHead = first === -1 || windowWords.has(all[first]?.word ?? "");
    return inside.inner + (inside.isList && goesOn && !isHead ? step : 0);
  }
  const isHead = first === -1 || beginsClause(all, first) || beginsJoin(all, first) || beginsNamedQuery(all, first);
  if (isHead) return inside.inner;
  return inside.inner + (inside.clause === "select" && goesOn ? 2 * step : step);
}

function beginsClause(all: readonly Piece[], index: number): boolean {
  const word = all[index]?.word ?? "";
  const before = all[index - 1]?.word;
  if (!clauses.has(word) || before === "." || before === "as") return false;
  if (word === "from") return before !== "distinct" || !["is", "not"].includes(all[index - 2]?.word ?? "");
  if (word === "with") return index === 0 || before === "(";
  if (word === "window") return all[index + 2]?.word === "as";
  return true;
}

function beginsJoin(all: readonly Piece[], index: number): boolean {
  const word = all[index]?.word ?? "";
  return joins.has(word) && all[index + 1]?.word !== "(" && all[index - 1]?.word !== ".";
}

/** A name of WITH after a comma stands where WITH does. */
function beginsNamedQuery(all: readonly Piece[], index: number): boolean {
  const isNext = all[index - 1]?.word === "," && all[index - 2]?.word === ")";
  return isNext && all[index + 1]?.word === "as" && all[index + 2]?.word === "(";
}

function needsBlank(before: Piece, piece: Piece): boolean {
  if (["(", "[", "."].includes(before.word) || [")", "]", ",", ";", "."].includes(piece.word)) return false;
  if (before.word === "," || piece.kind === "comment" || before.kind === "comment") return true;
  return piece.isApart || spaced.has(before.word) || spaced.has(piece.word);
}
