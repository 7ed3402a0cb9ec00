import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { commands, Uri } from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";
import { openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";

describe("log days", () => {
  const editor = new EditorWindow();

  afterEach(() => commands.executeCommand("tenantTrail.clearLogDaysFilter"));

  async function expandSignIns(): Promise<void> {
    await commands.executeCommand("workbench.actions.treeView.tenantTrail.logDays.collapseAll");
    await editor.click("[aria-label^='Sign-ins, 45 rows']");
    await editor.click("[aria-label^='May 2020, 45 rows']");
    await editor.waitFor("[aria-label^='Wednesday, May 20, 2020, imported']");
  }

  it("an empty lake shows its welcome, with the next step in it", async () => {
    await openFreshLake();
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.waitFor("text=This lake holds no logs yet");
    await editor.screenshot("log-days-welcome");
  });

  it("imports the published records: 45 sign-ins, 3 audits, 1 activity record, and again nothing", async () => {
    const uris = await Promise.all([sample("signinlogs"), sample("auditlogs"), sample("officeactivity")]);
    const { api } = await tenantTrail();
    const first = await api.importLogs({ uris });
    assert.deepEqual(
      first.files.map(({ table, rows, added }) => ({ table, rows, added })),
      [
        { table: "signins", rows: 86, added: 45 },
        { table: "audits", rows: 4, added: 3 },
        { table: "activity", rows: 1, added: 1 },
      ],
    );
    const again = await api.importLogs({ uris });
    assert.deepEqual(
      again.files.map(({ added, updated }) => ({ added, updated })),
      Array(3).fill({ added: 0, updated: 0 }),
    );
  });

  it("lists the days with exactly the documented fields", async () => {
    const days = await commands.executeCommand<readonly Record<string, unknown>[]>("tenantTrail.listDays", {
      table: "signins",
    });
    assert.equal(
      days.reduce((sum, day) => sum + Number(day["rows"]), 0),
      45,
    );
    for (const day of days) {
      assert.deepEqual(Object.keys(day).sort(), ["bytes", "coverage", "day", "rows", "state", "table", "tenantId"]);
      assert.equal(day["table"], "signins");
      assert.equal(day["state"], "imported");
    }
  });

  it("shows tables, months and days, and filters them", async () => {
    await commands.executeCommand("tenantTrail.logDays.focus");
    await expandSignIns();
    await editor.screenshot("log-days");
    const filtering = commands.executeCommand("tenantTrail.filterLogDays");
    await editor.waitFor(".quick-input-widget input");
    await editor.type("audits");
    await editor.press("Enter");
    await filtering;
    await editor.waitUntilGone("[aria-label^='Sign-ins, 45 rows']");
    await editor.waitFor("[aria-label^='Audits, 3 rows']");
    await editor.waitFor("[aria-label^='Monday, August 2, 2021, imported, 3 rows']");
    await commands.executeCommand("tenantTrail.clearLogDaysFilter");
    await editor.waitFor("[aria-label^='Sign-ins, 45 rows']");
  });

  it("shows the rows of a day at once, from its menu and by Enter", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await expandSignIns();
    await editor.click("[aria-label^='Wednesday, May 20, 2020, imported']", { button: "right" });
    await editor.waitFor(".monaco-menu [aria-label='Query']");
    await editor.screenshot("log-day-menu");
    await editor.click(".monaco-menu [aria-label='Query']");
    await editor.waitFor("#root h1:has-text('Sign-ins of 2020-05-20')");
    await editor.waitFor("#root [role=gridcell]:has-text('2020-05-20')");
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.press("Enter");
    await editor.waitFor("#root h1:has-text('Sign-ins of 2020-05-20')");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("shows the rows of a table at once, and where they come from", async () => {
    await editor.click("[aria-label^='Sign-ins, 45 rows']", { button: "right" });
    await editor.click(".monaco-menu [aria-label='Query']");
    await editor.waitFor("#root h1:has-text('Sign-ins of ')");
    await editor.click("#root :text('Open query')");
    await editor.waitFor(".monaco-editor .view-line:has-text('FROM signins')");
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("imports from the explorer's menu, and is refreshed", async () => {
    await openFreshLake();
    await editor.waitFor("text=This lake holds no logs yet");
    const uri = Uri.file(await sample("auditlogs"));
    await commands.executeCommand("tenantTrail.importFromExplorer", uri, [uri]);
    await editor.waitFor("[aria-label^='Audits, 3 rows']");
  });

  it("verifies the lake", async () => {
    const { api } = await tenantTrail();
    const { checked, ...found } = await api.verifyIntegrity();
    assert.equal(checked, 1);
    assert.deepEqual(found, { mismatched: [], missing: [], duplicated: [] });
  });

  it("rejects what a program asks wrongly, with a code", async () => {
    await assert.rejects(async () => commands.executeCommand("tenantTrail.importLogs", { uris: [] }), {
      code: "bad-argument",
    });
    await assert.rejects(async () => commands.executeCommand("tenantTrail.listDays", { table: "sign-ins" }), {
      code: "bad-argument",
    });
  });
});
