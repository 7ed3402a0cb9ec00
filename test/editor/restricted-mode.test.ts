import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { commands, extensions, Uri, window, workspace } from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";
import { pressTrust } from "./harness/trust-workspace.ts";
import { openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";

const refusal = "Running a query is off in restricted mode";
const lake = "their-lake";

/** A workspace from a stranger: its own query, and a setting that names the lake; trusted in the end. */
describe("restricted mode", () => {
  const editor = new EditorWindow();
  let folder: string;
  let query: Uri;

  before(async () => {
    const [first] = workspace.workspaceFolders ?? [];
    assert.ok(first, "the harness opens a folder");
    folder = first.uri.fsPath;
    query = Uri.file(join(folder, "sql", "theirs.sql"));
    await mkdir(join(folder, "sql"));
    await writeFile(query.fsPath, "SELECT count(*) AS signIns FROM signins;\n");
    await mkdir(join(folder, ".vscode"));
    await writeFile(join(folder, ".vscode", "settings.json"), JSON.stringify({ "tenantTrail.lake": lake }));
  });

  after(async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    await openFreshLake();
    for (const name of [".vscode", "sql", lake]) await rm(join(folder, name), { recursive: true, force: true });
    await editor.waitUntilGone("[role=treeitem]:has-text('This workspace (sql/)')");
  });

  it("logs are imported and log days shown", async () => {
    assert.equal(workspace.isTrusted, false);
    await openFreshLake();
    const { api } = await tenantTrail();
    assert.equal(extensions.getExtension("tenanttrail.tenanttrail")?.isActive, true);
    await api.importLogs({ uris: [await sample("signinlogs")] });
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.waitFor("[aria-label^='Sign-ins, 45 rows']");
  });

  it("the workspace does not name the lake", async () => {
    const seen = workspace.getConfiguration().inspect("tenantTrail.lake");
    assert.equal(seen?.workspaceValue, undefined);
    assert.equal(workspace.getConfiguration().get("tenantTrail.lake"), "");
  });

  it("a query is refused by a sentence, also to a program, and so is collecting", async () => {
    await window.showTextDocument(query);
    await editor.click(".codelens-decoration a:has-text('Run')");
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(`.notifications-center :text('${refusal}')`);
    await editor.screenshot("restricted-mode");
    await commands.executeCommand("notifications.clearAll");
    await window.showTextDocument(query);
    await editor.press("Control+Enter");
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(`.notifications-center :text('${refusal}')`);
    const { api } = await tenantTrail();
    const refused = { code: "restricted-mode" };
    await assert.rejects(api.runQuery({ uri: query.toString() }), refused);
    await assert.rejects(api.runQuery({ sql: "SELECT 1" }), refused);
    await assert.rejects(async () => api.collect(), refused);
  });

  it("the button of the sentence leads to trust, and the query runs", async () => {
    await commands.executeCommand("notifications.showList");
    await editor.click(".notifications-center :text-is('Manage trust')");
    await editor.waitFor(".workspace-trust-editor");
    await editor.screenshot("manage-trust");
    await pressTrust();
    await editor.waitFor(`.statusbar [aria-label^='TenantTrail lake: ${lake}']`);
    await window.showTextDocument(query);
    await editor.click(".codelens-decoration a:has-text('Run')");
    await editor.waitFor("#root [role=gridcell]");
    // Theirs is empty: the answer is not from the lake that was open before.
    assert.deepEqual(await editor.texts("#root [role=gridcell]"), ["0"]);
  });
});
