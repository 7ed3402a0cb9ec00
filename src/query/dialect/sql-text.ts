import type { Span } from "./syntax.ts";

/** Text being made, with the places of the user's text that its pieces came from. */
export interface Sql {
  readonly parts: readonly (string | Sql)[];
  readonly from: Span | undefined;
}

/** A stretch of the made text (`start`, `end`) and where it came from. */
export interface Mapping extends Span {
  readonly from: Span;
}

/** Made text; substituted pieces keep their places. */
export function sql(strings: TemplateStringsArray, ...pieces: readonly (string | Sql)[]): Sql {
  return {
    parts: strings.flatMap((text, index) => (index < pieces.length ? [text, pieces[index] ?? ""] : [text])),
    from: undefined,
  };
}

export function text(value: string): Sql {
  return { parts: [value], from: undefined };
}

/** The same text, known to come from a span of the user's. */
export function located(piece: Sql, from: Span): Sql {
  return { parts: [piece], from: { start: from.start, end: from.end } };
}

export function join(pieces: readonly Sql[], separator: string): Sql {
  return { parts: pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece])), from: undefined };
}

/**
 * The text, and its mappings with the outer before the inner. A call of one of the `failing` functions gets the number
 * of its mapping as first argument, so that an error it raises can say where it stands. Equal expressions get
 * the number of the first, because GROUP BY must find them equal.
 */
export function render(
  piece: Sql,
  failing: ReadonlySet<string>,
): { readonly text: string; readonly mappings: readonly Mapping[] } {
  const chunks: string[] = [];
  const mappings: Mapping[] = [];
  const places = new Map<string, number>();
  const plain = plainTexts();
  let length = 0;
  const add = (part: string): void => {
    chunks.push(part);
    length += part.length;
    if (length > 5_000_000) throw new RangeError("the translated statement is too long");
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
      if (typeof part !== "string") walk(part, slot, located);
      // A literal or a quoted name may hold any text.
      else if (part.startsWith("'") || part.startsWith('"') || !part.includes("trino_")) add(part);
      else {
        const key = plain(located);
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
  return { text: chunks.join(""), mappings };
}

/** Texts of pieces without places, each made once. */
function plainTexts(): (piece: Sql) => string {
  const known = new Map<Sql, string>();
  const text = (piece: Sql): string => {
    const found =
      known.get(piece) ?? piece.parts.map((part) => (typeof part === "string" ? part : text(part))).join("");
    known.set(piece, found);
    return found;
  };
  return text;
}

/** Fills `$1`, `$2`, ... and named holes such as `$over` of a template. */
export function fill(template: string, holes: Readonly<Record<string, Sql>>): Sql {
  const parts = template.split(/\$(\w+)/);
  return {
    parts: parts.map((part, index) => {
      if (index % 2 === 0) return part;
      const piece = holes[part];
      if (piece === undefined) throw new RangeError(`no piece for $${part} in ${template}`);
      return piece;
    }),
    from: undefined,
  };
}
