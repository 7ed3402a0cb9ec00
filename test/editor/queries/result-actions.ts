import assert from "node:assert/strict";
import { it } from "mocha";
import { commands, env, Uri, window, workspace } from "vscode";
import type { EditorWindow } from "../harness/editor-window.ts";
import { faded } from "../harness/faded.ts";
import { tenantTrail } from "../lake-under-test.ts";

const query = `/*---
title: Accounts
params:
  least: { type: bigint, default: 1, description: fewest sign-ins }
---*/
-- How often each account signed in.
SELECT userPrincipalName, count(*) * :least AS n FROM signins GROUP BY 1 HAVING count(*) >= :least;
`;

/** Tests of what is done with a result that is shown: copying its statement, comparing it, pinning it. */
export function resultActions(editor: EditorWindow): void {
  let uri: Uri;

  /** Runs the query with a value for its parameter. */
  const run = async (least: string): Promise<void> => {
    const running = commands.executeCommand("tenantTrail.runStatement", { uri, statement: 0 });
    await editor.waitFor(".quick-input-widget :text(':least')");
    await editor.type(least);
    await editor.press("Enter");
    await running;
    await editor.waitFor(`#root .title-line:has-text('least = ${least}')`);
  };
  const tabs = (): readonly string[] => window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));

  it("the statement is copied with the values that it ran with, and runs again as it is", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder, "the harness opens a folder");
    uri = Uri.joinPath(folder.uri, "sql", "accounts.sql");
    await workspace.fs.writeFile(uri, new TextEncoder().encode(query));
    await window.showTextDocument(uri);
    await run("2");
    await editor.click("#root :text-is('Copy')");
    await editor.click("#root [role=menuitem]:has-text('Copy statement with its values')");
    await editor.waitFor("#root :text('Copied the statement with 1 value')");
    const copied = await env.clipboard.readText();
    assert.match(copied, /count\(\*\) \* BIGINT '2' AS n .* HAVING count\(\*\) >= BIGINT '2'/);
    const { api } = await tenantTrail();
    assert.ok((await api.runQuery({ sql: copied })).rowCount > 0);
  });

  it("a result is compared with the previous run of its statement, by a key that is guessed", async () => {
    await run("3");
    await editor.click("#root :text-is('Compare')");
    await editor.waitFor(".quick-input-widget :text('Previous run of Accounts')");
    await faded();
    await editor.screenshot("compare-with");
    await editor.press("Enter");
    await editor.waitFor(".quick-input-widget :text('Key columns of the comparison')");
    await faded();
    await editor.screenshot("compare-key");
    await editor.press("Enter");
    await editor.waitFor("#root :text('Changes of Accounts')");
    await editor.waitFor("#root :text('Compared by userPrincipalName')");
    await editor.click("#root .coverage-more");
    await editor.waitFor("#root :text('They were asked with other values')");
    await editor.screenshot("comparison");
    await commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("a pinned result stays beside the next run, is listed, and comes back when its tab was closed", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await window.showTextDocument(uri);
    await run("2");
    await editor.click("#root :text-is('Pin')");
    await editor.waitFor(".quick-input-widget :text('The name under which it is listed')");
    await editor.type("Baseline");
    await editor.press("Enter");
    await editor.waitFor("#root :text-is('Unpin')");
    await run("3");
    assert.ok(tabs().includes("Pinned: Baseline"), tabs().join(", "));
    assert.ok(tabs().includes("Accounts"), tabs().join(", "));
    await editor.screenshot("pinned");
    await commands.executeCommand("workbench.action.closeAllEditors");
    const showing = commands.executeCommand("tenantTrail.showPinnedResults");
    await editor.waitFor(".quick-input-widget :text('Baseline')");
    await faded();
    await editor.screenshot("pinned-results");
    await editor.press("Enter");
    await showing;
    await editor.waitFor("#root [role=grid]");
    await editor.waitFor("#root :text('least = 2')");
    await editor.click("#root :text-is('Unpin')");
    await editor.waitFor("#root :text-is('Pin')");
    assert.ok(tabs().includes("Accounts"), tabs().join(", "));
    await commands.executeCommand("workbench.action.closeAllEditors");
  });
}
