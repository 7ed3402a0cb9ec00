import { t } from "../../../src/base/translated.ts";
import type { Cell, ResultColumn } from "../../../src/protocol/query.ts";
import { type Clock, timeOn } from "../../shared/shown-time.ts";

/** What a cell shows. `kind` decides its look: words in place of a value are dimmed. */
export interface ShownCell {
  /** As it is: drawn with `MarkedText`, and made visible where it is a part of other words. */
  readonly text: string;
  readonly kind: "value" | "null" | "empty" | "cut";
  /** What the value stands for, shown dimmed beside it. */
  readonly meaning?: string;
}

/** The text of a cell; a NULL, an empty text and a cut one are told apart from values that only look like them. */
export function shownCell(
  cell: Cell,
  column: ResultColumn,
  meanings?: Readonly<Record<string, string>>,
  clock: Clock = "utc",
): ShownCell {
  if (cell === null) return { text: "NULL", kind: "null" };
  if (cell === "") return { text: t("empty"), kind: "empty" };
  if (typeof cell === "object") return { text: `${beginning(cell.cut)}…`, kind: "cut" };
  const text = column.kind === "time" && typeof cell === "string" ? timeOn(clock, cell) : beginning(String(cell));
  const meaning = meanings && Object.hasOwn(meanings, text) ? meanings[text] : undefined;
  return meaning === undefined ? { text, kind: "value" } : { text, kind: "value", meaning };
}

/** Longest text put into a grid cell; wider than any column. */
const longestText = 500;

/** The beginning of a text, without half of a character at its end. */
function beginning(text: string): string {
  return text.length <= longestText ? text : text.slice(0, longestText).replace(/[\uD800-\uDBFF]$/, "");
}
