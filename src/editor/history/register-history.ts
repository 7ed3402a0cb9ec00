import { commands, Disposable } from "vscode";
import { isRecord } from "../../base/json-record.ts";
import { t } from "../../base/translated.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { runHistoryEntry } from "../queries/run-commands.ts";
import { type CommandId, commandIds } from "../registry/command-ids.ts";
import { viewIds } from "../registry/view-ids.ts";
import { askText } from "../shown/input-box.ts";
import { showTree } from "../shown/tree-view.ts";
import { clearHistory, copyStatement, openEntry, showResult } from "./history-actions.ts";
import { HistoryTree } from "./history-tree.ts";
import type { HistoryEntry, QueryHistory } from "./query-history.ts";

/** The history view: a run is opened, shown, run again, pinned, copied and forgotten; the view is filtered and cleared. */
export function registerHistory(history: QueryHistory, runs: PanelRuns, errors: ErrorPresenter): Disposable {
  const tree = new HistoryTree(history);
  const view = showTree(viewIds.history, { treeDataProvider: tree });
  tree.attach(view);
  const onEntry = (id: CommandId, work: (entry: HistoryEntry) => Promise<unknown>): Disposable =>
    commands.registerCommand(id, (clicked?: HistoryEntry) =>
      errors.guard(async () => {
        const entry = clicked ?? view.selection[0];
        if (entry !== undefined) await work(entry);
      }),
    );
  return Disposable.from(
    view,
    onEntry(commandIds.openHistoryEntry, openEntry),
    onEntry(commandIds.runHistoryEntry, (entry) => runHistoryEntry(runs, entry)),
    onEntry(commandIds.showHistoryResult, (entry) => showResult(runs, entry)),
    onEntry(commandIds.copyHistoryStatement, copyStatement),
    onEntry(commandIds.pinHistoryEntry, ({ id }) => history.pin(id, true)),
    onEntry(commandIds.unpinHistoryEntry, ({ id }) => history.pin(id, false)),
    onEntry(commandIds.forgetHistoryEntry, ({ id }) => history.forget(id)),
    commands.registerCommand(commandIds.clearHistory, (given?: unknown) =>
      errors.guard(() => clearHistory(history, { confirm: !isRecord(given) || given["confirm"] !== false })),
    ),
    commands.registerCommand(commandIds.filterHistory, () => errors.guard(() => askFilter(tree))),
    commands.registerCommand(commandIds.clearHistoryFilter, () => tree.filterBy("")),
  );
}

async function askFilter(tree: HistoryTree): Promise<void> {
  const typed = await askText({
    title: t("Filter history"),
    prompt: t("Words of a title, a statement, a value or a message; lines that have all of them are shown"),
    placeHolder: "adele spray",
    value: tree.filter,
    problemOf: () => undefined,
  });
  if (typed !== undefined) tree.filterBy(typed);
}
