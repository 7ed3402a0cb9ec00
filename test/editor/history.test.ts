import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { commands, env, window, workspace } from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";
import { openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";

describe("history", () => {
  const editor = new EditorWindow();
  const line = (title: string): string =>
    `[id='workbench.view.extension.tenantTrail'] [role=treeitem][aria-label*='${title}']`;

  before(async () => {
    await openFreshLake();
    const { api } = await tenantTrail();
    await api.importLogs({ uris: [await sample("signinlogs")] });
    await commands.executeCommand("workbench.action.closeAllEditors");
  });
  after(() => commands.executeCommand("workbench.action.closeAllEditors"));

  async function run(title: string, sql: string): Promise<void> {
    const content = `/*---\ntitle: ${title}\n---*/\n${sql}`;
    await window.showTextDocument(await workspace.openTextDocument({ language: "trino-sql", content }));
    await commands.executeCommand("tenantTrail.runStatement");
  }

  it("a run is shown again while its result is open, copied, pinned, found and forgotten", async () => {
    await run("History of failures", "SELECT count(*) AS failures FROM signins WHERE status.errorCode <> 0");
    await editor.waitFor("#root :text('failures')");
    await run("History of users", "SELECT count(DISTINCT userPrincipalName) AS users FROM signins");
    await editor.waitFor("#root :text('users')");
    await commands.executeCommand("tenantTrail.history.focus");
    await editor.waitFor(line("History of failures"));
    await editor.waitFor(line("History of users"));

    await editor.click(line("History of failures"), { button: "right" });
    await editor.click(".context-view [role=menuitem]:has-text('Show result')");
    await editor.waitFor(".tab.active[aria-label^='History of failures']");

    await editor.click(line("History of failures"), { button: "right" });
    await editor.click(".context-view [role=menuitem]:has-text('Copy statement')");
    await editor.click(line("History of failures"), { button: "right" });
    await editor.click(".context-view [role=menuitem]:has-text('Pin')");
    await editor.waitFor(line("History of failures, pinned"));
    assert.match(await env.clipboard.readText(), /^SELECT count\(\*\) AS failures/);
    await editor.screenshot("history-pinned");

    const filtering = commands.executeCommand("tenantTrail.filterHistory");
    await editor.waitFor(".quick-input-widget");
    await editor.type("USERS distinct");
    await editor.press("Enter");
    await filtering;
    await editor.waitUntilGone(line("History of failures"));
    await editor.waitFor(line("History of users"));
    await editor.screenshot("history-filtered");
    await commands.executeCommand("tenantTrail.clearHistoryFilter");

    await editor.click(line("History of failures"), { button: "right" });
    await editor.click(".context-view [role=menuitem]:has-text('Remove from history')");
    await editor.waitUntilGone(line("History of failures"));
  });
});
