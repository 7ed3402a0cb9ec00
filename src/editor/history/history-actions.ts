import { env, Uri, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { trinoLanguage } from "../../protocol/language/sql-languages.ts";
import { columnOfText } from "../platform/free-column.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { runHistoryEntry } from "../queries/run-commands.ts";
import { askInDialog, tell } from "../shown/messages.ts";
import type { HistoryEntry, QueryHistory } from "./query-history.ts";

/** The file, when it still holds the statement; else the statement alone, as it was. */
export async function openEntry({ uri, sql }: HistoryEntry): Promise<void> {
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

/** Shows the result of a run, or offers to run it again with its values where the result is gone. */
export async function showResult(runs: PanelRuns, entry: HistoryEntry): Promise<void> {
  if (entry.resultId !== undefined && runs.reveal(entry.resultId)) return;
  const again = t("Run again");
  const words = t(
    "The result of {0} is no longer open. Running it again reads the same days with the same values, as they are held now.",
    entry.title,
  );
  if ((await tell("information", words, [again])) === again) await runHistoryEntry(runs, entry);
}

/** Copies the statement as it was written, with its parameters by their names. */
export async function copyStatement({ sql }: HistoryEntry): Promise<void> {
  await env.clipboard.writeText(sql);
}

/**
 * Forgets all that is not pinned, after a person said so.
 * @param confirm false where a program says so and nobody is asked.
 */
export async function clearHistory(history: QueryHistory, { confirm = true } = {}): Promise<void> {
  const pinned = history.entries.filter(({ isPinned }) => isPinned === true).length;
  const forgotten = history.entries.length - pinned;
  if (forgotten === 0) return;
  if (!confirm) return history.clear();
  const kept = pinned === 0 ? "" : t(" Pinned lines stay; forget one by its menu.");
  const detail = t("Their statements and figures are forgotten. Nothing of the lake changes.{0}", kept);
  const clear = t("Clear");
  if ((await askInDialog("warning", t("Clear the history of this workspace?"), detail, [clear])) === clear)
    await history.clear();
}
