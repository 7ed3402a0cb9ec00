import type { Context } from "../scope/context.ts";
import type { Typed } from "../types/typed.ts";
import { literalText } from "./rule.ts";

/** A capturing group: whether a match may leave it out, and the fewest characters it takes. */
interface Group {
  optional: boolean;
  least: number;
}

export interface RegexpPattern {
  readonly text: string;
  /** In order; group 1 is the first. */
  readonly groups: readonly Group[];
}

/** What Java's expressions have and RE2 does not, or reads otherwise. */
const onlyJava: readonly (readonly [RegExp, string])[] = [
  [/^\(\?<?[=!]/, "lookahead and lookbehind"],
  [/^\(\?>/, "atomic groups"],
  [/^\\[1-9]/, "back references"],
  [/^\\k</, "back references"],
  [/^\\[GhHRXKZcNux0e]/, "this escape"],
  [/^\\[pP](?!\{[A-Z][a-z]?\}|[A-Z])/, "this character property"],
  [/^\(\?[a-z]*[xudU]/, "these flags"],
  [/^\{,/, "this repetition"],
];

/**
 * Checks that a literal pattern means the same in RE2 as in Trino.
 * @throws TenantTrailError naming what does not.
 */
export function regexpPattern(context: Context, pattern: Typed): RegexpPattern {
  const source = literalText(context, pattern, "A regular expression");
  return new PatternReader(context, pattern, source).read();
}

class PatternReader {
  readonly #context: Context;
  readonly #pattern: Typed;
  readonly #source: string;
  readonly #groups: Group[] = [];
  #at = 0;

  constructor(context: Context, pattern: Typed, source: string) {
    this.#context = context;
    this.#pattern = pattern;
    this.#source = source;
  }

  read(): RegexpPattern {
    this.#alternatives();
    if (this.#at < this.#source.length)
      throw this.#context.mistake(this.#pattern.span, "This regular expression has a ) too many");
    return {
      text: this.#source.replaceAll(/(\\.)|\(\?<(?=[a-zA-Z])/g, (_, escaped?: string) => escaped ?? "(?P<"),
      groups: this.#groups,
    };
  }

  /** Reads alternatives and returns the fewest characters they take. */
  #alternatives(): number {
    const first = this.#groups.length;
    let least = this.#sequence();
    let several = false;
    while (this.#source[this.#at] === "|") {
      this.#at++;
      several = true;
      least = Math.min(least, this.#sequence());
    }
    if (several) for (const group of this.#groups.slice(first)) group.optional = true;
    return least;
  }

  #sequence(): number {
    let least = 0;
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at] ?? "")) {
      const first = this.#groups.length;
      const one = this.#atom();
      const count = this.#leastCount();
      if (count === 0) for (const group of this.#groups.slice(first)) group.optional = true;
      least += one * count;
    }
    return least;
  }

  #atom(): number {
    const rest = this.#source.slice(this.#at, this.#at + 80);
    for (const [form, name] of onlyJava)
      if (form.test(rest))
        throw this.#context.unsupported(
          this.#pattern.span,
          `Regular expressions with ${name} are not supported on this machine`,
        );
    const [char] = rest;
    if (char === "(") return this.#group(rest);
    if (char === "[") return this.#class();
    if (char === "\\") {
      const property = /^\\[pP]\{[^}]*\}/.exec(rest)?.[0];
      this.#at += property?.length ?? 2;
      return /^\\[bBAzQE]/.test(rest) ? 0 : 1;
    }
    this.#at++;
    return char === "^" || char === "$" ? 0 : 1;
  }

  #group(rest: string): number {
    const head = /^\((?:\?(?:<[a-zA-Z]\w*>|[a-z-]*(?::|\))))?/.exec(rest)?.[0] ?? "(";
    this.#at += head.length;
    if (head.endsWith(")")) return 0;
    const capturing = head === "(" || head.startsWith("(?<");
    const group: Group = { optional: false, least: 0 };
    if (capturing) this.#groups.push(group);
    group.least = this.#alternatives();
    if (this.#source[this.#at] !== ")")
      throw this.#context.mistake(this.#pattern.span, "This regular expression has a ( without )");
    this.#at++;
    return group.least;
  }

  #class(): number {
    const found = /\[\^?\]?(?:\\.|[^\]\\])*\]/y;
    found.lastIndex = this.#at;
    const text = found.exec(this.#source)?.[0];
    if (text === undefined)
      throw this.#context.mistake(this.#pattern.span, "This regular expression has a [ without ]");
    const inner = text
      .slice(1, -1)
      .replaceAll(/\\./g, "")
      .replaceAll(/\[:\^?\w+:\]?/g, "");
    if (inner.includes("&&") || inner.includes("["))
      throw this.#context.unsupported(
        this.#pattern.span,
        "Regular expressions with classes inside classes are not supported on this machine",
      );
    this.#at += text.length;
    return 1;
  }

  /** Reads a quantifier and returns its least count. */
  #leastCount(): number {
    const quantifier = /[*+?]|\{(\d+)(?:,\d*)?\}/y;
    quantifier.lastIndex = this.#at;
    const found = quantifier.exec(this.#source);
    if (found === null) return 1;
    this.#at = quantifier.lastIndex;
    if (this.#source[this.#at] === "+")
      throw this.#context.unsupported(
        this.#pattern.span,
        "Possessive repetition (*+) is not supported on this machine",
      );
    if (this.#source[this.#at] === "?") this.#at++;
    return found[1] === undefined ? (found[0] === "+" ? 1 : 0) : Number(found[1]);
  }
}
