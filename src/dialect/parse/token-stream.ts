import { TenantTrailError } from "../../protocol/errors.ts";
import { placeOf } from "../../sqlfile/place.ts";
import { type Token, type TokenKind, tokenize } from "../../sqlfile/tokens.ts";
import { bounds } from "./bounds.ts";
import type { Expression, Name, Query, Span } from "./syntax.ts";

/** The parts of the grammar that need each other; each lives in a file of its own. */
export interface Grammar {
  expression(stream: TokenStream): Expression;
  /** What stands on either side of a comparison. */
  operand(stream: TokenStream): Expression;
  query(stream: TokenStream): Query;
}

type End = Omit<Token, "kind"> & { readonly kind: "end" };

/** Words that cannot be a bare name in Trino. */
const reserved = new Set(
  `alter and as between by case cast constraint create cross cube current_catalog current_date current_path
  current_role current_schema current_time current_timestamp current_user deallocate delete describe distinct drop
  else end escape except execute exists extract false for from full group grouping having in inner insert intersect
  into is join json_array json_exists json_object json_query json_table json_value lateral left like listagg localtime
  localtimestamp natural normalize not null on or order outer prepare recursive right rollup select skip table then
  trim true uescape union unnest using values when where with`.split(/\s+/),
);

/** The tokens of one statement, read from left to right, and the errors that point into its text. */
export class TokenStream {
  readonly text: string;
  readonly grammar: Grammar;
  readonly #tokens: readonly (Token | End)[];
  #at = 0;
  #depth = 0;
  #closings: ReadonlyMap<number, number> | undefined;

  constructor(text: string, grammar: Grammar) {
    this.text = text;
    this.grammar = grammar;
    requireReadable(text);
    const tokens = tokenize(text).filter((token) => token.kind !== "space" && token.kind !== "comment");
    const end = tokens.at(-1)?.end ?? 0;
    this.#tokens = [...tokens, { kind: "end", start: end, end }];
    const unclosed = tokens.find((token) => token.kind === "unclosed");
    if (unclosed !== undefined) {
      const what = text.startsWith("/*", unclosed.start) ? "comment" : "quote";
      throw this.error({ start: unclosed.start, end: unclosed.start + 1 }, `This ${what} is never closed`);
    }
  }

  peek(ahead = 0): Token | End {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new RangeError("a token stream has an end token");
    return token;
  }

  /** The text of a coming token; words in lower case. */
  word(ahead = 0): string {
    const token = this.peek(ahead);
    const text = this.text.slice(token.start, token.end);
    return token.kind === "word" ? text.toLowerCase() : token.kind === "operator" ? text : "";
  }

  kind(ahead = 0): TokenKind | "end" {
    return this.peek(ahead).kind;
  }

  take(): Token | End {
    const token = this.peek();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** Whether the coming words or operators are these, in order. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, index) => this.word(index) === word);
  }

  /** Takes the words when they come next. */
  accept(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#at += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.accept(word)) throw this.unexpected(word.toUpperCase());
  }

  /** A bare or quoted name. */
  name(what = "a name"): Name {
    const token = this.peek();
    const written = this.text.slice(token.start, token.end);
    if (token.kind === "quoted") {
      if (written.startsWith("`")) throw this.error(token, 'Trino quotes names with ", not with `');
      this.take();
      return { text: written.slice(1, -1).replaceAll('""', '"'), quoted: true, start: token.start, end: token.end };
    }
    if (token.kind !== "word" || reserved.has(written.toLowerCase())) throw this.unexpected(what);
    this.take();
    return { text: written, quoted: false, start: token.start, end: token.end };
  }

  seesName(ahead = 0): boolean {
    const kind = this.kind(ahead);
    return kind === "quoted" || (kind === "word" && !reserved.has(this.word(ahead)));
  }

  /** Items with commas between them. */
  list<T>(item: () => T, most: number = bounds.items, what = "list", instead = "split the statement"): readonly T[] {
    const items = [item()];
    while (this.accept(",")) {
      if (items.length === most)
        throw this.error(this.peek(), `This ${what} has more than ${most} items; ${instead}`, "sql-unsupported");
      items.push(item());
    }
    return items;
  }

  /** How far ahead the bracket is that closes one ahead; past the end for one that is never closed. */
  closing(ahead: number): number {
    this.#closings ??= closingBrackets(this.#tokens.map((token) => this.text.slice(token.start, token.end)));
    return (this.#closings.get(this.#at + ahead) ?? this.#tokens.length) - this.#at;
  }

  /** Tries a rule and steps back when it does not fit. */
  attempt<T>(rule: () => T | undefined): T | undefined {
    const at = this.#at;
    const result = rule();
    if (result === undefined) this.#at = at;
    return result;
  }

  /** Runs a rule one level deeper, so that hostile nesting is an error and not an overflown stack. */
  deeper<T>(rule: () => T): T {
    if (this.#depth >= bounds.depth)
      throw this.error(
        this.peek(),
        `This is nested too deeply: at most ${bounds.depth} brackets or calls in one another; name an inner part in WITH`,
        "sql-unsupported",
      );
    this.#depth++;
    try {
      return rule();
    } finally {
      this.#depth--;
    }
  }

  /** The span from a start to the last token taken. */
  from(start: number): Span {
    return { start, end: this.#tokens[this.#at - 1]?.end ?? start };
  }

  unexpected(wanted: string): TenantTrailError {
    const token = this.peek();
    if (token.kind === "end") return this.error(token, `The statement ends where ${wanted} was expected`);
    return this.error(token, `"${this.text.slice(token.start, token.end)}" stands where ${wanted} was expected`);
  }

  error(span: Span, message: string, code: "sql-syntax" | "sql-unsupported" | "sql-refused" = "sql-syntax") {
    return errorAt(this.text, span, code, message);
  }
}

/** Which bracket closes which, by their places among the tokens. */
function closingBrackets(tokens: readonly string[]): ReadonlyMap<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === "(") open.push(index);
    else if (token === ")") {
      const opened = open.pop();
      if (opened !== undefined) closings.set(opened, index);
    }
  }
  return closings;
}

/** @throws TenantTrailError for a text that is too long, or that holds what cannot be handed to DuckDB as it is. */
function requireReadable(text: string): void {
  if (Buffer.byteLength(text) > bounds.bytes)
    throw errorAt(
      text,
      { start: 0, end: 1 },
      "sql-unsupported",
      `This statement has more than ${bounds.bytes} bytes, Athena's bound as well; bind long lists as parameters (IN :name)`,
    );
  const nul = text.indexOf("\0");
  if (nul !== -1)
    throw errorAt(text, { start: nul, end: nul + 1 }, "sql-syntax", "This is a NUL character; write it as U&'\\0000'");
  const half = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.exec(text);
  if (half !== null)
    throw errorAt(
      text,
      { start: half.index, end: half.index + 1 },
      "sql-syntax",
      `This is half a character (lone surrogate U+${half[0].charCodeAt(0).toString(16).toUpperCase()}); delete it`,
    );
}

/** An error that points at a span of the user's text. */
export function errorAt(
  text: string,
  span: Span,
  code: "sql-syntax" | "sql-unsupported" | "sql-refused" | "sql-failed",
  message: string,
): TenantTrailError {
  const place = placeOf(text, span.start, Math.max(span.end - span.start, 0));
  return new TenantTrailError(code, `${message} (line ${place.line}, column ${place.column})`, { place });
}
