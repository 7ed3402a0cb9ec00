import { sqlName, sqlText } from "../../tables/sql/quoted-sql.ts";
import type { Span } from "../parse/syntax.ts";

/** A literal or a name as it is printed: it may hold any text, which nothing looks into any more. */
interface Quoted {
  readonly quoted: string;
}

/**
 * Text being made, with the places of the user's text that its pieces came from. Pieces are shared, never copied, so
 * that one which stands in several places is made once; `length` is that of the printed text.
 */
export interface Sql {
  readonly parts: readonly (string | Quoted | Sql)[];
  readonly from: Span | undefined;
  readonly length: number;
}

/** A stretch of the made text (`start`, `end`) and where it came from. */
export interface Mapping extends Span {
  readonly from: Span;
}

/** Text that stands in our source: the compiler refuses a `string` whose value it cannot know. */
type Ours<P> = P extends string ? (string extends P ? never : P) : P;

function made(parts: Sql["parts"], from?: Span): Sql {
  let length = 0;
  for (const part of parts)
    length += typeof part === "string" ? part.length : "quoted" in part ? part.quoted.length : part.length;
  return { parts, from, length };
}

/** Made text; substituted pieces keep their places. Numbers are whole. */
export function sql<const P extends readonly (Sql | string | number | bigint)[]>(
  strings: TemplateStringsArray,
  ...pieces: { [I in keyof P]: Ours<P[I]> }
): Sql {
  const given: readonly (Sql | string | number | bigint)[] = pieces;
  const parts: (string | Sql)[] = [];
  let words = "";
  for (const [index, text] of strings.entries()) {
    words += text;
    const piece = given[index];
    if (typeof piece !== "object") words += piece === undefined ? "" : printed(piece);
    else {
      parts.push(words, piece);
      words = "";
    }
  }
  return made([...parts, words]);
}

function printed(piece: string | number | bigint): string {
  if (typeof piece === "number" && !Number.isSafeInteger(piece)) throw new RangeError(`${piece} is no whole number`);
  return String(piece);
}

export const nothing: Sql = made([]);

/** The one printer of literals. NUL, at which DuckDB would take the statement to end, is put in by its code. */
export function literal(value: string): Sql {
  requireWellFormed(value);
  const pieces = value.split("\0").map((piece) => ({ quoted: sqlText(piece) }));
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return made([first]);
  return made(["(", ...pieces.flatMap((piece, index) => (index === 0 ? [piece] : [" || chr(0) || ", piece])), ")"]);
}

/** The one printer of names: columns, fields, tables and what the translation itself names. */
export function identifier(value: string): Sql {
  requireWellFormed(value);
  if (value.includes("\0")) throw new RangeError("a name holds a NUL");
  return made([{ quoted: sqlName(value) }]);
}

/** A word, a number or a bare name of the user's: nothing but letters, digits, `_`, `.` and a sign can stand in it. */
export function plainWord(value: string): Sql {
  if (!/^[-+]?[A-Za-z0-9_.]+(?:[eE][-+]?[0-9]+)?$/.test(value)) throw new RangeError("a word holds more than a word");
  return made([{ quoted: value }]);
}

/** A text as Trino writes it: what has no shape on paper is written by its number. */
export function trinoText(value: string): Sql {
  requireWellFormed(value);
  if (!unprintable.test(value)) return made([{ quoted: sqlText(value) }]);
  const escaped = value
    .replaceAll("\\", "\\\\")
    .replaceAll(
      new RegExp(unprintable, "g"),
      (character) => `\\${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  return made([{ quoted: `U&${sqlText(escaped)}` }]);
}

/** Control characters and byte order marks, which servers and logs on the way may take out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\u2029\ufeff]/;

/** A surrogate without its other half would become another character on its way to DuckDB. */
function requireWellFormed(value: string): void {
  if (!value.isWellFormed()) throw new RangeError("a text holds half a character");
}

/** The same text, known to come from a span of the user's. */
export function located(piece: Sql, from: Span): Sql {
  return made([piece], { start: from.start, end: from.end });
}

export function join(pieces: readonly Sql[], separator: ", " | " " | " AND " | " OR " | " || "): Sql {
  return made(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece])));
}

/** Text of ours with holes, read once: `$1`, `$2`, … and named ones such as `$type`. */
export type Template = readonly (string | { readonly hole: string })[];

export function template(text: string): Template {
  return text.split(/\$(\w+)/).map((part, index) => (index % 2 === 0 ? part : { hole: part }));
}

/** Fills the holes of a template. @throws RangeError when a piece is missing. */
export function fill(form: Template, holes: ReadonlyMap<string, Sql>): Sql {
  const parts = form.map((part) => {
    if (typeof part === "string") return part;
    const piece = holes.get(part.hole);
    if (piece === undefined) throw new RangeError(`no piece for $${part.hole}`);
    return piece;
  });
  return made(parts);
}

/** How `Context` writes a parameter: a piece of its own. */
const isParameter = /^\$p\d+$/;

/**
 * The text, the parameters in it (`p0`, …), and its mappings with the outer before the inner. A call of one of the
 * `failing` functions gets the number of its mapping as first argument, so that an error it raises can say where it
 * stands. Equal expressions get the number of the first, because GROUP BY must find them equal.
 */
export function render(
  piece: Sql,
  failing: ReadonlySet<string>,
): { readonly text: string; readonly mappings: readonly Mapping[]; readonly parameters: ReadonlySet<string> } {
  const parameters = new Set<string>();
  const chunks: string[] = [];
  const mappings: Mapping[] = [];
  const places = new Map<number, number>();
  const shape = shapes();
  let length = 0;
  const add = (part: string): void => {
    chunks.push(part);
    length += part.length;
  };
  const walk = (node: Sql, outer: number, owner: Sql): void => {
    const start = length;
    let slot = outer;
    let located = owner;
    if (node.from !== undefined) {
      slot = mappings.length;
      located = node;
      mappings.push({ start, end: start, from: node.from });
    }
    for (const part of node.parts) {
      if (typeof part !== "string") {
        if ("quoted" in part) add(part.quoted);
        else walk(part, slot, located);
      } else if (!part.includes("trino_")) {
        if (isParameter.test(part)) parameters.add(part.slice(1));
        add(part);
      } else {
        const key = shape(located);
        const place = places.get(key) ?? slot;
        places.set(key, place);
        add(
          part.replaceAll(/\b(trino_\w+)\(/g, (call, name: string) => (failing.has(name) ? `${call}${place}, ` : call)),
        );
      }
    }
    if (node.from !== undefined) mappings[slot] = { start, end: length, from: node.from };
  };
  walk(piece, 0, piece);
  return { text: chunks.join(""), mappings, parameters };
}

/** Numbers pieces so that those which print the same way, places aside, have the same number; each is read once. */
function shapes(): (piece: Sql) => number {
  const known = new Map<Sql, number>();
  const numbers = new Map<string, number>();
  const shape = (piece: Sql): number => {
    const found = known.get(piece);
    if (found !== undefined) return found;
    const parts = piece.parts.filter((part) => part !== "");
    const [only] = parts;
    let number: number;
    if (parts.length === 1 && typeof only === "object" && !("quoted" in only)) number = shape(only);
    else {
      const key = JSON.stringify(
        parts.map((part) => (typeof part === "string" ? part : "quoted" in part ? [part.quoted] : shape(part))),
      );
      number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
    }
    known.set(piece, number);
    return number;
  };
  return shape;
}
