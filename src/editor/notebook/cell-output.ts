import { NotebookCellOutput, NotebookCellOutputItem } from "vscode";
import { t } from "../../base/translated.ts";
import { formMime, resultMime, type ShownRun } from "../../protocol/notebook/notebook-output.ts";
import type { Cell, ResultSummary } from "../../protocol/query.ts";
import { visibleText } from "../../protocol/words/visible-text.ts";
import { fieldsOf } from "../platform/remembered.ts";
import { plainOutputItem } from "../shown/notebook-cells.ts";
import { countOf } from "../words/plain-amounts.ts";

/** So many rows are in an output, for when the others are held no longer. */
export const headRows = 20;

/** Characters of a cell in an output without a renderer. */
const longestCell = 80;

/** The form for the parameters of a header. What it shows is asked for when it is drawn. */
export function formOutput(): NotebookCellOutput {
  return new NotebookCellOutput([
    NotebookCellOutputItem.json({ version: 1 }, formMime),
    plainOutputItem(t("The parameters of this notebook are shown here.")),
  ]);
}

/** How a statement ended: drawn by our renderer, and as plain text where there is none. */
export function runOutput(run: ShownRun): NotebookCellOutput {
  return new NotebookCellOutput(itemsOf(run), { runId: run.runId });
}

/** What stands in an output, for one that is drawn anew. */
export function itemsOf(run: ShownRun): NotebookCellOutputItem[] {
  return [NotebookCellOutputItem.json(run, resultMime), plainOutputItem(plainOutput(run))];
}

/** The run that an output is of. */
export function runIdOf({ metadata }: Pick<NotebookCellOutput, "metadata">): string | undefined {
  const { runId } = fieldsOf(metadata);
  return typeof runId === "string" ? runId : undefined;
}

/** What an output says of its run. */
export function shownRunOf({ items }: Pick<NotebookCellOutput, "items">): ShownRun | undefined {
  const item = items.find(({ mime }) => mime === resultMime);
  return item && (JSON.parse(new TextDecoder().decode(item.data)) as ShownRun);
}

function plainOutput({ state, head }: ShownRun): string {
  switch (state.kind) {
    case "running":
      return t("{0} is running.", visibleText(state.title));
    case "cancelled":
      return t("{0} was cancelled.", visibleText(state.title));
    case "failed":
      return visibleText(state.message, "kept");
    case "ready":
      return plainTable(state.summary, head ?? []);
  }
}

function plainTable({ columns, rowCount }: ResultSummary, rows: readonly (readonly Cell[])[]): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(cellText))];
  const rest = rowCount - rows.length;
  return [
    ...lines.map((line) => line.map((cell) => visibleText(cell).slice(0, longestCell)).join("\t")),
    rest > 0
      ? countOf(rest, t("… and {0} more row"), t("… and {0} more rows"))
      : countOf(rowCount, t("{0} row"), t("{0} rows")),
  ].join("\n");
}

function cellText(cell: Cell): string {
  if (cell === null) return "NULL";
  return typeof cell === "object" ? `${cell.cut}…` : String(cell);
}
