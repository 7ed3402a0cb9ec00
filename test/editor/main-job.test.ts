import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { ConfigurationTarget, commands, Uri, window, workspace } from "vscode";
import type { TableName } from "../../src/protocol/tables.ts";
import { sampleEvents } from "../../src/sample-tenant/events.ts";
import { labels } from "../../src/sample-tenant/labels.ts";
import { sampleTenantId } from "../../src/sample-tenant/tenant.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { faded } from "./harness/faded.ts";
import { tenantTrail } from "./lake-under-test.ts";

/** A small tenant: the five attacks, and few ordinary events around them. */
const options = { seed: 1, users: 60, scale: 0.1 } as const;
const user = ConfigurationTarget.Global;
const settings = [
  // The window's own dialog can be filled in from here, the operating system's cannot.
  ["files.simpleDialog.enable", true],
  // The pictures show no paths of the machine that they were taken on.
  ["breadcrumbs.enabled", false],
  ["editor.minimap.enabled", false],
] as const;
const spray = labels(options).find(({ kind }) => kind === "password-spray");

/** The main job of the README, done by hand on the simulated tenant; its pictures are the README's. */
describe("the main job", () => {
  const editor = new EditorWindow();
  let folder: string;
  let written: ReadonlyMap<TableName, number>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tenanttrail-main-job-"));
    written = await writeExports(join(folder, "export-"));
    for (const [name, value] of settings) await workspace.getConfiguration().update(name, value, user);
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    await commands.executeCommand("tenantTrail.clearHistory", { confirm: false });
    const { api } = await tenantTrail();
    await api.useConnection({ kind: "folder", path: join(folder, "Contoso (simulated)") });
  });

  after(async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    for (const [name] of settings) await workspace.getConfiguration().update(name, undefined, user);
    await rm(folder, { recursive: true, force: true });
  });

  it("brings logs: the outcome tells what was added, and each rejected record", async () => {
    const { api } = await tenantTrail();
    const uris = [...written.keys()].map((table) => join(folder, `export-${table}.ndjson`));
    const { files } = await api.importLogs({ uris, tenantId: sampleTenantId });
    assert.deepEqual(
      files.map(({ table, rejectedCount }) => [table, rejectedCount]),
      [...written.keys()].map((table) => [table, table === "audits" ? 1 : 0]),
    );
    await openNotifications();
    await editor.waitFor(".notifications-center :text('1 record rejected')");
    await editor.screenshot("import-told");
    await editor.click(".notifications-center :text-is('Show details')");
    await editor.waitFor(".monaco-editor .view-line:has-text('rejected: 1')");
    await editor.screenshot("import-outcome");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("shows the days, marked as simulated", async () => {
    await commands.executeCommand("workbench.view.explorer");
    await editor.click(".activitybar [aria-label='TenantTrail']");
    await editor.click(`[aria-label^='Sign-ins, ${thousands(written.get("signins"))} rows']`);
    await editor.click("[aria-label^='November 2026, ']");
    await editor.waitFor("[aria-label^='Saturday, November 21, 2026, imported, '][aria-label*='simulated']");
  });

  it("opens a saved query from the tree and runs it by its lens: the attack is in the grid", async () => {
    assert.ok(spray, "the sample tenant hides a password spray");
    await commands.executeCommand("workbench.actions.treeView.tenantTrail.savedQueries.collapseAll");
    await editor.click("[role=treeitem]:has-text('Detections')");
    await editor.click("[role=treeitem]:has-text('Credential attacks')");
    await editor.click("[role=treeitem][aria-label^='Password spray by address, severity high']");
    await editor.click(".codelens-decoration a:has-text('Run')");
    await editor.waitFor(".quick-input-widget :text(':minAccounts')");
    await faded();
    await editor.screenshot("parameters");
    await editor.press("Enter");
    await editor.waitFor(`#root [role=gridcell]:has-text('${spray.ipAddresses[0]}')`);
    await editor.waitFor("#root :text('Simulated data')");
    await editor.screenshot("overview");
  });

  it("sorts, and opens a cell", async () => {
    await editor.click("#root [role=columnheader] :text-is('failedAccounts')");
    await editor.waitFor("#root [role=columnheader][aria-sort=ascending]");
    await editor.doubleClick(`#root [role=gridcell]:has-text('${spray?.ipAddresses[0]}')`);
    await editor.waitFor("#root .pane");
    await editor.screenshot("cell");
    await editor.press("Escape");
    await editor.waitUntilGone("#root .pane");
  });

  it("exports the whole result as CSV", async () => {
    const [first] = workspace.workspaceFolders ?? [];
    assert.ok(first, "the harness opens a folder");
    const target = join(first.uri.fsPath, "Password spray by address.csv");
    await editor.click("#root :text-is('Export')");
    await editor.click("#root [role=menuitem]:has-text('CSV')");
    // The dialog fills in the offered path when it has listed the folder, and takes no answer before.
    await editor.evaluate(
      ".quick-input-widget input[type=text]",
      async (input, offered) => {
        while ((input as HTMLInputElement).value !== offered) await new Promise(requestAnimationFrame);
      },
      target,
    );
    await editor.press("Enter");
    await openNotifications();
    await editor.waitFor(".notifications-center :text('Exported 1 row')");
    const [header, ...rows] = (await readFile(target, "utf8")).trim().split(/\r?\n/);
    assert.match(header ?? "", /^"?time"?,"?address"?,"?country"?/);
    assert.ok(
      rows.some((row) => row.includes(spray?.ipAddresses[0] ?? "no address")),
      rows.join("\n"),
    );
  });

  it("a large result in full width, in a dark theme too", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    const uri = Uri.file(join(folder, "failures.sql"));
    await writeFile(
      uri.fsPath,
      "/*---\ntitle: Failed sign-ins\n---*/\nSELECT createdDateTime AS time, userPrincipalName AS account, ipAddress AS address, status.errorCode AS errorCode,\n  appDisplayName AS application, location.countryOrRegion AS country, deviceDetail\nFROM signins\nWHERE status.errorCode <> 0\nORDER BY time DESC;\n",
    );
    await window.showTextDocument(uri);
    await commands.executeCommand("tenantTrail.runStatement");
    await editor.waitFor("#root [role=gridcell]:has-text('contoso-simulated.example')");
    await commands.executeCommand("workbench.action.focusSecondEditorGroup");
    await commands.executeCommand("workbench.action.closeEditorsInOtherGroups");
    await editor.waitFor("#root [role=gridcell]:has-text('contoso-simulated.example')");
    await editor.screenshot("result-wide");
    const theme = workspace.getConfiguration("workbench");
    await theme.update("colorTheme", "Default Dark Modern", user);
    await editor.waitFor(".monaco-workbench.vs-dark");
    await editor.screenshot("result-dark");
    await theme.update("colorTheme", undefined, user);
    await editor.waitFor(".monaco-workbench.vs");
  });
});

/** Writes the tenant's events, a file for each table, with one broken line among the audits; counts the records. */
async function writeExports(path: string): Promise<ReadonlyMap<TableName, number>> {
  const lines = new Map<TableName, string[]>();
  for (const { table, record } of sampleEvents(options)) {
    const held = lines.get(table) ?? [];
    lines.set(table, held);
    held.push(JSON.stringify(record));
  }
  await Promise.all([...lines].map(([table, held]) => writeFile(`${path}${table}.ndjson`, `${held.join("\n")}\n`)));
  await appendFile(`${path}audits.ndjson`, '{"id":"Directory_cut_short","activityDateTime":"2026-11-2');
  return new Map([...lines].map(([table, held]) => [table, held.length]));
}

/** An editor under test shows no toasts: what it would tell by one is in this list. */
async function openNotifications(): Promise<void> {
  await commands.executeCommand("notifications.showList");
}

function thousands(count: number | undefined): string {
  return (count ?? 0).toLocaleString("en-US");
}
