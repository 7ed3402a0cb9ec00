import { CST, type Document, isScalar, Lexer, visit } from "yaml";
import { type Report, rangeOf } from "./header-yaml.ts";

/** The limits of a header, which keep its reading within a few milliseconds; the shipped headers are far smaller. */
export const headerBounds = { characters: 65_536, entries: 2000, depth: 20 } as const;

/** Something in a YAML text that keeps it from being read; `at` is its UTF-16 range. */
export interface ShapeProblem {
  readonly message: string;
  readonly at: readonly [number, number];
}

/** Tokens that the lexer adds to those of the text: they have no length. */
const wordless = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);
const beginsBlock = new Set([
  ...["scalar", "single-quoted-scalar", "double-quoted-scalar"],
  ...["seq-item-ind", "explicit-key-ind"],
]);
const entries = new Set(["map-value-ind", "seq-item-ind", "explicit-key-ind", "comma"]);

/** How deep the tokens of a YAML text are nested, counted without building anything. */
class Levels {
  #flow = 0;
  /** Columns at which the open blocks begin, outermost first. */
  #blocks: number[] = [];

  get depth(): number {
    return this.#flow + this.#blocks.length;
  }

  take(type: string | null, column: number): void {
    if (type === "flow-seq-start" || type === "flow-map-start") this.#flow++;
    else if (type === "flow-seq-end" || type === "flow-map-end") this.#flow--;
    else if (this.#flow === 0 && type !== null && beginsBlock.has(type)) {
      while ((this.#blocks.at(-1) ?? -1) >= column) this.#blocks.pop();
      this.#blocks.push(column);
    }
  }
}

/**
 * The first thing in a header's YAML that could grow or nest without bound: its length, its entries, its depth, anchors
 * and aliases. The text is read once, token by token, before anything is built from it.
 */
export function shapeProblem(yaml: string): ShapeProblem | undefined {
  if (yaml.length > headerBounds.characters) {
    const message = `A header has at most ${headerBounds.characters} characters; this one has ${yaml.length} and is not read`;
    return { message, at: [0, 0] };
  }
  const levels = new Levels();
  let offset = 0;
  let lineStart = 0;
  let count = 0;
  let isScalarNext = false;
  for (const sign of new Lexer().lex(yaml)) {
    if (wordless.has(sign)) {
      isScalarNext ||= sign === CST.SCALAR;
      continue;
    }
    const at = [offset, offset + sign.length] as const;
    const type = isScalarNext ? "scalar" : CST.tokenType(sign);
    if (type === "anchor" || type === "alias") {
      return { message: `A header has no anchors and aliases (&name, *name); ${sign.slice(0, 40)} is one`, at };
    }
    if (type !== null && entries.has(type)) count++;
    levels.take(type, offset - lineStart);
    if (levels.depth > headerBounds.depth)
      return { message: `A header is at most ${headerBounds.depth} levels deep`, at };
    if (count > headerBounds.entries) return { message: `A header has at most ${headerBounds.entries} entries`, at };
    offset = at[1];
    if (sign.includes("\n")) lineStart = at[0] + sign.lastIndexOf("\n") + 1;
    isScalarNext = false;
  }
  return undefined;
}

/** Reports keys that stand twice, that would be taken for another object's, and that copy other maps. */
export function reportKeys(document: Document, report: Report): void {
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : String(key);
        if (!isScalar(key)) report("error", "A key is a word, not a list or a map", rangeOf(key));
        else if (name === "<<") report("error", "A header has no merge keys (<<)", rangeOf(key));
        else if (name === "__proto__") report("error", "__proto__ cannot be a key", rangeOf(key));
        else if (seen.has(name)) report("error", `The key ${name.slice(0, 100)} stands twice`, rangeOf(key));
        seen.add(name);
      }
    },
  });
}
