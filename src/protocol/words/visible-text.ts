/** What stands in the place of something that cannot be seen. */
export interface Mark {
  /** A few characters: `␛`, `<U+202E>`, `<+12 marks>`. */
  readonly sign: string;
  /** What it is, in words that a screen reader says: `right-to-left override, U+202E`. */
  readonly name: string;
}

/** A stretch of a text, with a mark when it cannot be shown as it is. */
export interface VisiblePart {
  readonly text: string;
  readonly mark?: Mark;
}

/** Combining marks that a letter may carry; real scripts need no more, and a flood of them draws over other lines. */
const mostCombining = 4;

/** Emoji are joined and coloured by characters that are elsewhere invisible; keycaps likewise. */
const emoji =
  /\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?(?:\u200D\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)*|[0-9#*]\uFE0F\u20E3/u;
const flood = new RegExp(`\\p{M}{${mostCombining + 1},}`, "u");
/**
 * Controls, characters that turn the direction of text or have no width (Unicode's Default_Ignorable_Code_Point, which
 * includes the tag characters), halves of characters, line separators, and the blank of the Braille block.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/u;
/** What is shown as it is, else what is not. */
const onOneLine = new RegExp(`(?<shown>${emoji.source})|${flood.source}|${unseen.source}`, "gu");
const onLines = new RegExp(`(?<shown>\\r\\n|\\n|\\t|${emoji.source})|${flood.source}|${unseen.source}`, "gu");

/** A text cut where something in it would not be seen, or would change how the rest is seen. The parts are the text. */
export function visibleParts(text: string, lines: "kept" | "marked" = "marked"): readonly VisiblePart[] {
  const parts: VisiblePart[] = [];
  let end = 0;
  for (const { 0: found, index, groups } of text.matchAll(lines === "kept" ? onLines : onOneLine)) {
    if (groups?.["shown"] !== undefined) continue;
    if (index > end) parts.push({ text: text.slice(end, index) });
    parts.push(...marksOf(found));
    end = index + found.length;
  }
  return end < text.length ? [...parts, { text: text.slice(end) }] : parts;
}

/** The text with every unseen character named, `<U+202E>`, or drawn, `␛`. */
export function visibleText(text: string, lines: "kept" | "marked" = "marked"): string {
  return visibleParts(text, lines)
    .map(({ text: own, mark }) => mark?.sign ?? own)
    .join("");
}

/** The parts of one unseen character, or of a flood of combining marks, of which the first few are shown. */
function marksOf(found: string): readonly VisiblePart[] {
  const characters = [...found];
  const shown = characters
    .slice(0, mostCombining)
    .map((text) => (unseen.test(text) ? { text, mark: markOf(text) } : { text }));
  const more = characters.length - mostCombining;
  if (more <= 0) return shown;
  const rest = characters.slice(mostCombining).join("");
  return [...shown, { text: rest, mark: { sign: `<+${more} marks>`, name: `${more} more combining marks` } }];
}

function markOf(character: string): Mark {
  const code = character.codePointAt(0) ?? 0;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const name = `${names.get(code) ?? kindOf(character, code)}, ${point}`;
  // Unicode has a picture for each control of ASCII.
  if (code < 0x20) return { sign: String.fromCodePoint(0x2400 + code), name };
  return { sign: code === 0x7f ? "\u2421" : `<${point}>`, name };
}

function kindOf(character: string, code: number): string {
  if (/\p{Cc}/u.test(character)) return "control character";
  if (/\p{Cs}/u.test(character)) return "half of a character";
  return code >= 0xe0000 && code <= 0xe007f ? "invisible tag character" : "invisible character";
}

/** Unicode's names of those that are used to deceive. */
const names: ReadonlyMap<number, string> = new Map([
  [0x00, "null character"],
  [0x09, "tab"],
  [0x0a, "line feed"],
  [0x0d, "carriage return"],
  [0x1b, "escape"],
  [0xad, "soft hyphen"],
  [0x61c, "Arabic letter mark"],
  [0x200b, "zero-width space"],
  [0x200c, "zero-width non-joiner"],
  [0x200d, "zero-width joiner"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2028, "line separator"],
  [0x2029, "paragraph separator"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x2060, "word joiner"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "pop directional isolate"],
  [0xfeff, "zero-width no-break space"],
]);
