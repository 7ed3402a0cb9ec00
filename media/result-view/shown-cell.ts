import type { Cell, ResultColumn } from "../../src/protocol/query.ts";
import { shownTime } from "../shared/time.ts";

/** What a cell shows. `kind` decides its look: words in place of a value are dimmed. */
export interface ShownCell {
  readonly text: string;
  readonly kind: "value" | "null" | "empty" | "cut";
  /** What the value stands for, shown dimmed beside it. */
  readonly meaning?: string;
}

/** The text of a cell; a NULL, an empty text and a cut one are told apart from values that only look like them. */
export function shownCell(cell: Cell, column: ResultColumn, meanings?: Readonly<Record<string, string>>): ShownCell {
  if (cell === null) return { text: "NULL", kind: "null" };
  if (cell === "") return { text: "empty", kind: "empty" };
  if (typeof cell === "object") return { text: `${onOneLine(cell.cut)}…`, kind: "cut" };
  const text = column.kind === "time" && typeof cell === "string" ? shownTime(cell) : onOneLine(String(cell));
  const meaning = meanings && Object.hasOwn(meanings, text) ? meanings[text] : undefined;
  return meaning === undefined ? { text, kind: "value" } : { text, kind: "value", meaning };
}

/** Longest text put into a grid cell; wider than any column. */
const longestText = 500;

/** Line ends, tabs and control characters become visible signs, so that a cell is one line and hides nothing. */
export function onOneLine(text: string): string {
  return text.slice(0, longestText).replace(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

/** Controls, and the invisible marks that turn the direction of text (a known way to disguise file names). */
const unseen = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;
