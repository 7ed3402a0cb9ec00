import { ConfigurationTarget, commands, TabInputNotebook, TabInputText, type Uri, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { fieldsOf } from "../platform/remembered.ts";
import { notebookType } from "../registry/view-ids.ts";
import { pickOne } from "../shown/quick-pick.ts";

/**
 * Opens a `.sql` file as a notebook in place of its text editor, which is saved first.
 *
 * @throws TenantTrailError `bad-argument` when no saved `.sql` file is meant.
 */
export async function openAsNotebook(given?: Uri): Promise<void> {
  const uri = given ?? window.activeTextEditor?.document.uri;
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri?.toString());
  if (uri === undefined || document?.isUntitled === true || !/\.sql$/i.test(uri.path))
    throw new TenantTrailError("bad-argument", t("Only a .sql file opens as a notebook. Save this one as one first."));
  await saved(document);
  await replaceTab(uri, notebookType, (input) => input instanceof TabInputText && isOf(input, uri));
}

/** Opens the `.sql` file of a notebook in the text editor, in place of the notebook, which is saved first. */
export async function openAsText(given?: Uri): Promise<void> {
  const uri = given ?? window.activeNotebookEditor?.notebook.uri;
  if (uri === undefined)
    throw new TenantTrailError("bad-argument", t("No notebook is open. Open a .sql file as a notebook first."));
  await saved(workspace.notebookDocuments.find((open) => open.uri.toString() === uri.toString()));
  await replaceTab(uri, "default", (input) => input instanceof TabInputNotebook && isOf(input, uri));
}

/** Opens as text what could not be read as a notebook, in place of the tab that shows nothing. */
export async function openRefusedAsText(): Promise<void> {
  for (const { activeTab } of window.tabGroups.all) {
    const input = activeTab?.input;
    if (activeTab === undefined || !(input instanceof TabInputNotebook) || input.notebookType !== notebookType)
      continue;
    if (workspace.notebookDocuments.some(({ uri }) => uri.toString() === input.uri.toString())) continue;
    await commands.executeCommand("vscode.openWith", input.uri, "default");
    await window.tabGroups.close(activeTab);
  }
}

/** VS Code's own setting for the editor that a file opens in. */
const associations = "workbench.editorAssociations";
const sqlFiles = "*.sql";

/**
 * Lets a person choose how the `.sql` files of this workspace open.
 *
 * @throws TenantTrailError `bad-argument` without a workspace, which is where the choice is kept.
 */
export async function chooseSqlEditor(): Promise<void> {
  if (workspace.workspaceFolders === undefined)
    throw new TenantTrailError(
      "bad-argument",
      t("Open a folder first: the choice is kept in the workspace's settings."),
    );
  const chosen = await pickOne(
    [
      { icon: "file-code", label: t("As text"), description: t("with lenses that run statements"), value: "default" },
      {
        icon: "notebook",
        label: t("As notebooks"),
        description: t("with results under their cells"),
        value: notebookType,
      },
    ],
    { title: t("How .sql files of this workspace open"), placeHolder: t("The other way stays in the editor's title") },
  );
  if (chosen === undefined) return;
  const { [sqlFiles]: _before, ...others } = fieldsOf(
    workspace.getConfiguration().inspect(associations)?.workspaceValue,
  );
  const kept = { ...others, ...(chosen === notebookType && { [sqlFiles]: chosen }) };
  const isEmpty = Object.keys(kept).length === 0;
  await workspace.getConfiguration().update(associations, isEmpty ? undefined : kept, ConfigurationTarget.Workspace);
}

/** Both ways of showing a file read what is saved. */
async function saved(document: { readonly isDirty: boolean; save(): Thenable<boolean> } | undefined): Promise<void> {
  if (document === undefined || !document.isDirty || (await document.save())) return;
  throw new TenantTrailError("write-failed", t("The file could not be saved, so it stays open as it is."));
}

async function replaceTab(uri: Uri, editor: string, isReplaced: (input: unknown) => boolean): Promise<void> {
  const old = window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => isReplaced(input));
  await commands.executeCommand("vscode.openWith", uri, editor);
  await window.tabGroups.close(old);
}

function isOf(input: { readonly uri: Uri }, uri: Uri): boolean {
  return input.uri.toString() === uri.toString();
}
