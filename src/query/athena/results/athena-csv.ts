import { TenantTrailError } from "../../../protocol/errors.ts";
import type { TextRow } from "../../results/arriving-table.ts";

/**
 * Reads the CSV of a result as Athena writes it (athena.md §3): values in quotes, NULL an empty field without them, a
 * line with the names first. Pieces may end anywhere, in the middle of a character too.
 */
export class AthenaCsv {
  readonly #width: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  /** What is left of a row that has not ended. */
  #rest = "";
  #hasNames = false;

  /** @param width the columns of the result. */
  constructor(width: number) {
    this.#width = width;
  }

  /** The rows that end in this piece. @throws TenantTrailError `read-failed` for what is no such CSV. */
  push(piece: Uint8Array): TextRow[] {
    this.#rest += this.#decode(piece, true);
    const rows: TextRow[] = [];
    let from = 0;
    for (;;) {
      const row = readRow(this.#rest, from);
      if (row === undefined) break;
      from = row.end;
      if (row.values.length !== this.#width)
        throw broken(`a line has ${row.values.length} values, and the result has ${this.#width} columns`);
      if (this.#hasNames) rows.push(row.values);
      this.#hasNames = true;
    }
    this.#rest = this.#rest.slice(from);
    return rows;
  }

  /** @throws TenantTrailError `read-failed` when the end is missing. */
  end(): void {
    this.#decode(new Uint8Array(), false);
    if (!this.#hasNames) throw broken("it is empty");
    if (this.#rest !== "") throw broken("it ends in the middle of a line");
  }

  #decode(piece: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(piece, { stream });
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw broken("it is no UTF-8 text");
    }
  }
}

/** One row from a place on, and where the next begins; undefined when it does not end in the text. */
function readRow(text: string, from: number): { readonly values: TextRow; readonly end: number } | undefined {
  const values: (string | null)[] = [];
  let at = from;
  for (;;) {
    let next: number;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      // The quote may be the first half of one in the value, which the next piece tells.
      if (close === -1 || close + 1 === text.length) return undefined;
      const inside = text.slice(at + 1, close);
      values.push(inside.includes('"') ? inside.replaceAll('""', '"') : inside);
      next = close + 1;
    } else {
      next = endOfPlain(text, at);
      if (next === text.length) return undefined;
      const plain = text.slice(at, next);
      values.push(plain === "" ? null : plain);
    }
    const mark = text[next];
    if (mark === "\n") return { values, end: next + 1 };
    if (mark === "\r") {
      if (next + 1 === text.length) return undefined;
      if (text[next + 1] === "\n") return { values, end: next + 2 };
    }
    if (mark !== ",") throw broken("a value is followed by neither a comma nor the end of its line");
    at = next + 1;
  }
}

/** The quote that ends a value, past those that stand twice in it; -1 when there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function endOfPlain(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "," && text[at] !== "\n" && text[at] !== "\r" && text[at] !== '"') at++;
  return at;
}

function broken(why: string): TenantTrailError {
  return new TenantTrailError(
    "read-failed",
    `The result that Athena wrote cannot be read: ${why}. Run the query again; if this comes again, report it.`,
  );
}
