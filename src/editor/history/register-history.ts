import { commands, Disposable, Uri, window, workspace } from "vscode";
import { trinoLanguage } from "../../protocol/language/sql-languages.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { runHistoryEntry } from "../queries/run-commands.ts";
import { commandIds } from "../registry/command-ids.ts";
import { viewIds } from "../registry/view-ids.ts";
import { columnOfText } from "../shown/free-column.ts";
import { showTree } from "../shown/tree-view.ts";
import { HistoryTree } from "./history-tree.ts";
import type { HistoryEntry, QueryHistory } from "./query-history.ts";

/** The history view: opening a query as it was run, running it again, forgetting all. */
export function registerHistory(history: QueryHistory, runs: PanelRuns, errors: ErrorPresenter): Disposable {
  return Disposable.from(
    showTree(viewIds.history, { treeDataProvider: new HistoryTree(history) }),
    commands.registerCommand(commandIds.openHistoryEntry, (entry: HistoryEntry) => errors.guard(() => open(entry))),
    commands.registerCommand(commandIds.runHistoryEntry, (entry: HistoryEntry) =>
      errors.guard(() => runHistoryEntry(runs, entry)),
    ),
    commands.registerCommand(commandIds.clearHistory, () => errors.guard(() => history.clear())),
  );
}

/** The file, when it still holds the statement; else the statement alone, as it was. */
async function open({ uri, sql }: HistoryEntry): Promise<void> {
  const file = uri === undefined ? undefined : await openIfItHolds(Uri.parse(uri), sql);
  const document = file ?? (await workspace.openTextDocument({ language: trinoLanguage, content: sql }));
  const editor = await window.showTextDocument(document, { preview: true, viewColumn: columnOfText() });
  const start = document.positionAt(Math.max(0, document.getText().indexOf(sql)));
  editor.revealRange(document.lineAt(start.line).range);
}

async function openIfItHolds(uri: Uri, sql: string) {
  try {
    const document = await workspace.openTextDocument(uri);
    return document.getText().includes(sql) ? document : undefined;
  } catch {
    // The file is gone, but the history keeps its text.
    return undefined;
  }
}
