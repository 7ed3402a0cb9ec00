import type { NotebookDocument } from "vscode";
import { t } from "../../base/translated.ts";
import type { ChartDeclaration } from "../../protocol/chart/chart-spec.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { chartEdit } from "../../sqlfile/edit/chart-edit.ts";
import { applyTextEdit } from "../queries/chart/keep-chart.ts";
import { headerStart, nameOf, readCell } from "./cell-statements.ts";

/**
 * Writes a chart into the cell of a notebook's header, as one edit that the person can undo and still saves.
 *
 * @returns the notebook's name.
 * @throws TenantTrailError `bad-argument` when there is no such cell, or it cannot be read or changed.
 */
export async function keepChartInNotebook(notebook: NotebookDocument, chart: ChartDeclaration): Promise<string> {
  const header = notebook.getCells().find((cell) => readCell(cell).kind === "header");
  if (header === undefined)
    throw new TenantTrailError(
      "bad-argument",
      t(
        "This notebook has no header cell to keep a chart in. Begin the file with /*--- and ---*/, and keep the chart then.",
      ),
    );
  const yaml = header.document.getText();
  const { start, end, text } = chartEdit(`${headerStart}${yaml}\n---*/`, chart);
  const [from, to] = [start - headerStart.length, end - headerStart.length];
  // In its cell the header ends without a line break, which in the file is the one before its end.
  const isBehind = from > yaml.length;
  const edit = isBehind
    ? { start: yaml.length, end: yaml.length, text: `${yaml === "" ? "" : "\n"}${text.trimEnd()}` }
    : { start: from, end: to, text };
  await applyTextEdit(header.document, edit);
  return nameOf(notebook);
}
