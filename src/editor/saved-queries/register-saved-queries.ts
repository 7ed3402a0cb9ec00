import { commands, Disposable, MarkdownString, Uri, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { debounce } from "../platform/cancellation.ts";
import { columnOfText } from "../platform/free-column.ts";
import type { OurFiles } from "../queries/our-files.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { runFile } from "../queries/run-commands.ts";
import { commandIds } from "../registry/command-ids.ts";
import { settingIds } from "../registry/settings.ts";
import { shippedScheme, viewIds } from "../registry/view-ids.ts";
import { showTree } from "../shown/tree-view.ts";
import { findQueries } from "./find-queries.ts";
import type { SavedQuery } from "./saved-queries-model.ts";
import { SavedQueriesTree } from "./saved-queries-tree.ts";
import { copyToWorkspace, ShippedQueries } from "./shipped-queries.ts";

/** The saved queries view: the tree, opening and running from it, and refreshing when a `.sql` file changes. */
export function registerSavedQueries(
  extension: Uri,
  files: OurFiles,
  runs: PanelRuns,
  errors: ErrorPresenter,
): Disposable {
  const tree = new SavedQueriesTree(files);
  const refresh = debounce(300, () => tree.refresh());
  const watcher = workspace.createFileSystemWatcher("**/*.sql");
  // A folder that is deleted whole says nothing of the files in it.
  const folders = workspace.createFileSystemWatcher("{**/sql,**/sql/**}", true, true);
  return Disposable.from(
    refresh,
    workspace.registerFileSystemProvider(shippedScheme, new ShippedQueries(extension), {
      isCaseSensitive: true,
      isReadonly: new MarkdownString(
        t("This query comes with TenantTrail and is read-only. Copy it to this workspace to change it."),
      ),
    }),
    commands.registerCommand(commandIds.runQueryTitled, (title: string) =>
      errors.guard(async () => runFile(runs, await fileTitled(files, title))),
    ),
    commands.registerCommand(commandIds.copyToWorkspace, (given?: SavedQuery | Uri) =>
      errors.guard(async () => {
        const uri = given instanceof Uri ? given : given ? Uri.parse(given.uri) : window.activeTextEditor?.document.uri;
        if (uri !== undefined) await copyToWorkspace(uri);
      }),
    ),
    watcher,
    watcher.onDidCreate(refresh),
    watcher.onDidChange(refresh),
    watcher.onDidDelete(refresh),
    folders,
    folders.onDidDelete(refresh),
    workspace.onDidChangeWorkspaceFolders(refresh),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingIds.savedQueryFolders)) refresh();
    }),
    showTree(viewIds.savedQueries, { treeDataProvider: tree, showCollapseAll: true }),
    commands.registerCommand(commandIds.refreshSavedQueries, () => tree.refresh()),
    commands.registerCommand(commandIds.openSavedQuery, (query: SavedQuery) => errors.guard(() => open(query))),
    commands.registerCommand(commandIds.runSavedQuery, (query: SavedQuery) =>
      errors.guard(() => runFile(runs, Uri.parse(query.uri))),
    ),
  );
}

/** @throws TenantTrailError `bad-argument` when no saved query has the title. */
async function fileTitled(files: OurFiles, title: string): Promise<Uri> {
  const found = await Promise.all(files.folders().map((folder) => findQueries(folder)));
  const query = found.flat().find(({ file }) => file.kind === "query" && file.title === title);
  if (query) return Uri.parse(query.file.uri);
  throw new TenantTrailError("bad-argument", t("No saved query has the title “{0}”.", title));
}

async function open(query: SavedQuery): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(query.uri));
  await window.showTextDocument(document, { preview: true, viewColumn: columnOfText() });
}
