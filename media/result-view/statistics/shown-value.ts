import type { JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import type { Clock } from "../../shared/shown-time.ts";
import { shownCell } from "../grid/shown-cell.ts";

/** A value outside the grid (statistics) in the words of a cell, with its meaning; a nested one as compact JSON. */
export function shownValue(
  value: JsonValue,
  column: ResultColumn,
  meanings?: Readonly<Record<string, string>>,
  clock: Clock = "utc",
): string {
  const cell = typeof value === "object" && value !== null ? JSON.stringify(value) : value;
  const { text, meaning } = shownCell(cell, column, meanings, clock);
  const visible = visibleText(text);
  return meaning === undefined ? visible : `${visible} ${meaning}`;
}
