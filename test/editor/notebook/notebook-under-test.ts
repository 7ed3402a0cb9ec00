import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ConfigurationTarget, commands, type NotebookDocument, Uri, window, workspace } from "vscode";
import { openFreshLake, sample, tenantTrail } from "../lake-under-test.ts";

export const notebookType = "tenantTrail.sql";

/** A notebook of a header, a note and two queries with titles. */
export const investigation = `/*---
title: Who signed in
params:
  least: { type: bigint, default: 2, description: Fewest sign-ins of an account. }
---*/

-- %% [markdown]
-- # Who signed in
-- Start with the busiest accounts.

-- %% Busy accounts
SELECT userPrincipalName, count(*) AS n
FROM signins
GROUP BY 1
HAVING count(*) >= :least
ORDER BY n DESC, 1;

-- %% How many
SELECT count(*) AS n FROM signins;
`;

/** Opens a lake with sign-ins and no editor, and turns off that VS Code saves by itself. */
export async function openLakeForNotebooks(): Promise<void> {
  await openFreshLake();
  const { api } = await tenantTrail();
  await api.importLogs({ uris: [await sample("signinlogs")] });
  await commands.executeCommand("workbench.action.closeAllEditors");
  await saveByItself("off");
}

/** @param how VS Code's words; undefined is its default again. */
export async function saveByItself(how: "off" | undefined): Promise<void> {
  await workspace.getConfiguration("files").update("autoSave", how, ConfigurationTarget.Global);
}

/** A `.sql` file in a folder of its own, which is no folder of saved queries. */
export async function sqlFile(name: string, text: string): Promise<Uri> {
  const path = join(await mkdtemp(join(tmpdir(), "tenanttrail-notebook-")), name);
  await writeFile(path, text);
  return Uri.file(path);
}

/** Opens a text as the only notebook. */
export async function openNotebook(name: string, text: string): Promise<NotebookDocument> {
  await commands.executeCommand("workbench.action.closeAllEditors");
  const uri = await sqlFile(name, text);
  await commands.executeCommand("vscode.openWith", uri, notebookType);
  await until(() => window.activeNotebookEditor?.notebook.uri.toString() === uri.toString());
  const notebook = window.activeNotebookEditor?.notebook;
  assert.ok(notebook);
  return notebook;
}

/** Waits for what the editor does in its own time. @throws Error when it does not come. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 45_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Not so within 45 s: ${isSo}`);
    await delay(50);
  }
}
