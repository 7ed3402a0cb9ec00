import type { Cell, ResultColumn } from "../../../src/protocol/query.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
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
): number {
  const texts = rows.slice(0, sampledRows).map((row) => {
    const shown = shownCell(row[index] ?? null, column, meanings);
    const text = visibleText(shown.text);
    return shown.meaning === undefined ? text : `${text} ${shown.meaning}`;
  });
  const content = texts.reduce((most, text) => Math.max(most, measure(text.slice(0, 200))), 0) + cellPadding;
  const header = measure(column.name) + headerSigns;
  return Math.ceil(Math.max(narrowestColumn, Math.min(widest, Math.max(content, header))));
}
