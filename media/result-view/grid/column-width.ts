import type { Cell, ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import type { Clock } from "../../shared/shown-time.ts";
import { narrowestColumn } from "./column-layout.ts";
import { shownCell } from "./shown-cell.ts";

/** Room in a cell beside its text, and in a header for the sort and menu signs; in pixels. */
const cellPadding = 20;
const headerSigns = 44;
const widest = 420;
const sampledRows = 100;

/** The width in pixels that shows the header and most of the given rows' cells whole. */
export function fittingWidth(
  column: ResultColumn,
  index: number,
  rows: readonly (readonly Cell[])[],
  measure: (text: string) => number,
  meanings?: Readonly<Record<string, string>>,
  clock: Clock = "utc",
): number {
  const texts = rows.slice(0, sampledRows).map((row) => {
    const shown = shownCell(row[index] ?? null, column, meanings, clock);
    const text = visibleText(shown.text);
    return shown.meaning === undefined ? text : `${text} ${shown.meaning}`;
  });
  const content = texts.reduce((most, text) => Math.max(most, measure(text.slice(0, 200))), 0) + cellPadding;
  const header = measure(column.name) + headerSigns;
  return Math.ceil(Math.max(narrowestColumn, Math.min(widest, Math.max(content, header))));
}

/**
 * The widths at which the numbers and times of some rows are seen whole, by column: a number that is cut reads as
 * another number.
 */
export function numberWidths(
  columns: readonly ResultColumn[],
  indexes: readonly number[],
  rows: readonly (readonly Cell[])[],
  measure: (text: string) => number,
  clock: Clock = "utc",
): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  for (const index of indexes) {
    const column = columns[index];
    if (column?.kind !== "number" && column?.kind !== "time") continue;
    const longest = rows.reduce((most, row) => {
      const { text } = shownCell(row[index] ?? null, column, undefined, clock);
      return text.length > most.length ? text : most;
    }, "");
    widths.set(index, Math.min(widest, Math.ceil(measure(longest)) + cellPadding));
  }
  return widths;
}

/** True when a text is seen whole in a cell of a width in pixels. */
export function fitsCell(text: string, width: number, measure: (text: string) => number): boolean {
  return Math.floor(measure(text)) + cellPadding <= width;
}
