import { basename } from "node:path";
import { Range, type TextDocument, type Uri, WorkspaceEdit, workspace } from "vscode";
import { t } from "../../../base/translated.ts";
import type { ChartDeclaration } from "../../../protocol/chart/chart-spec.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import { chartEdit, type TextEdit } from "../../../sqlfile/edit/chart-edit.ts";

/**
 * Writes a chart into the header of a query's file, as one edit that the person can undo and still saves.
 *
 * @returns the file's name.
 * @throws TenantTrailError `bad-argument` when the query has no file or its header cannot be read, `read-only`.
 */
export async function keepChartInFile(uri: Uri | undefined, chart: ChartDeclaration): Promise<string> {
  if (uri === undefined)
    throw new TenantTrailError(
      "bad-argument",
      t("This query has no file to keep a chart in. Save it as a .sql file first."),
    );
  const document = await workspace.openTextDocument(uri);
  await applyTextEdit(document, chartEdit(document.getText(), chart));
  return basename(uri.path);
}

/** @throws TenantTrailError `bad-argument` when the editor refuses it. */
export async function applyTextEdit(document: TextDocument, { start, end, text }: TextEdit): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  if (await workspace.applyEdit(edit)) return;
  throw new TenantTrailError(
    "bad-argument",
    t(
      "The editor did not take the change: the query is read-only. Save a copy of it in your workspace, and keep the chart there.",
    ),
  );
}
