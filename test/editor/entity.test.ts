import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { ConfigurationTarget, commands, env, Uri, window, workspace } from "vscode";
import type { Entity } from "../../src/protocol/entity/entity.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { faded } from "./harness/faded.ts";
import { seriousFaults } from "./harness/serious-faults.ts";
import { inEachTheme } from "./harness/themes.ts";
import { tenantTrail } from "./lake-under-test.ts";
import { openNotebook, saveByItself, until } from "./notebook/notebook-under-test.ts";
import { answerFileDialog } from "./sample/file-dialog.ts";
import { hiddenSpray, openSampleLake, type SampleLake } from "./sample/sample-lake.ts";

const spray = hiddenSpray();
const user = ConfigurationTarget.Global;

/** The way of the password spray: from its address to the account that it opened, its session, and the mailbox. */
describe("from a value to what is known of it", () => {
  const editor = new EditorWindow();
  let lake: SampleLake;

  before(async () => {
    await saveByItself("off");
    await commands.executeCommand("workbench.action.closeAllEditors");
    lake = await openSampleLake();
  });

  after(async () => {
    await saveByItself(undefined);
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    await lake.remove();
  });

  it("a value in the grid leads to its page, from there to the account that got in, and to its session", async () => {
    const uri = Uri.file(join(lake.folder, "failures.sql"));
    await writeFile(
      uri.fsPath,
      "/*---\ntitle: Failed sign-ins by address\n---*/\nSELECT ipAddress AS address, count(*) AS n\nFROM signins\nWHERE outcome = 'failure'\nGROUP BY ipAddress\nORDER BY n DESC;\n",
    );
    await window.showTextDocument(uri);
    await commands.executeCommand("tenantTrail.runStatement");
    await editor.click(`#root [role=gridcell]:has-text('${spray.address}')`, { button: "right" });
    await editor.screenshot("pivot-menu");
    await editor.click("#root [role=menuitem]:has-text('Show what is known of')");
    await editor.waitFor(`#root h1:has-text('${spray.address}')`);
    await editor.waitFor("#root [role=option]:has-text('signed in')");
    await editor.click(`#root [aria-label='Show what is known of ${spray.account}']`);
    await editor.waitFor(`#root h1:has-text('${spray.account}')`);
    await editor.waitFor("#root .fact-group:has-text('Countries')");
  });

  it("the account's timeline leads to the session in which it was done, and the session to the mailbox", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("tenantTrail.showEntity", { kind: "account", value: spray.account });
    await editor.waitFor("#root .fact-group:has-text('Countries')");
    await inEachTheme(editor, "entity-account", "#root .fact-group");
    await editor.click("#root .event-chip:has-text('Address')");
    await editor.click(`#root [role=menuitemcheckbox]:has-text('${spray.address}')`);
    await editor.click("#root .event-chip:has-text('success')");
    await editor.click("#root .event-chip:has-text('Sign-in')");
    await editor.click("#root [role=option]:has-text('signed in to')", { button: "right" });
    await editor.click("#root [role=menuitem]:has-text('Show session')");
    await editor.waitFor("#root .entity-kind:text-is('Session')");
    await editor.waitFor("#root [role=option]:has-text('read mail in the mailbox')");
    await editor.screenshot("entity-session");
  });

  it("an event opens its record", async () => {
    await editor.doubleClick("#root [role=option]:has-text('read mail in the mailbox')");
    await editor.waitFor("#root [role=treeitem]:has-text('MailItemsAccessed')");
    await inEachTheme(editor, "entity-record", "#root [role=treeitem]");
  });

  it("a fact opens the events behind it as a result", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("tenantTrail.showEntity", { kind: "address", value: spray.address });
    await editor.click("#root .fact-open:has-text('50126')");
    await editor.waitFor("#root .title-name:has-text('50126 wrong user name or password')");
    await editor.waitFor("#root [role=gridcell]:has-text('interactiveUser')");
    await editor.screenshot("entity-fact");
  });

  it("a question from a notebook's cell is answered in a new cell under it, with its values written in it", async () => {
    const { address } = spray;
    const text = `SELECT ipAddress AS address, count(*) AS n\nFROM signins\nWHERE ipAddress = '${address}'\nGROUP BY ipAddress;\n`;
    const notebook = await openNotebook("questions.sql", text);
    await commands.executeCommand("notebook.execute", notebook.uri);
    await editor.click(`.output-root [role=gridcell]:has-text('${address}')`, { button: "right" });
    await editor.click(".output-root [role=menuitem]:has-text('Ask more about it')");
    await editor.waitFor(".quick-input-widget :text('Accounts that used it')");
    await editor.screenshot("entity-questions");
    await editor.type("Accounts that used it");
    await editor.press("Enter");
    await until(() => notebook.cellCount === 2 && notebook.cellAt(1).executionSummary?.success === true);
    assert.equal(notebook.cellAt(1).document.languageId, "trino-sql");
    assert.match(
      notebook.cellAt(1).document.getText(),
      new RegExp(`dt BETWEEN '2026-\\d\\d-\\d\\d' AND '[^]*ELSE ipAddress = '${address}'`),
    );
    await editor.waitFor(`.output-root [role=gridcell]:has-text('${spray.account}')`);
    await editor.screenshot("entity-cell");
  });

  it("asks for what is missing: the value, and of an id what it is", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const shown = commands.executeCommand<Entity>("tenantTrail.showEntity");
    await editor.waitFor(".quick-input-widget input");
    await editor.type("0f8fad5b-d9cb-469f-a165-70867728950e");
    await editor.press("Enter");
    await editor.waitFor(".quick-input-widget input[placeholder='What is it?']");
    await editor.type("Device");
    await editor.press("Enter");
    assert.equal((await shown).kind, "device");
    await editor.waitFor("#root :text('Nothing is known of it')");
    await editor.screenshot("entity-unknown");
  });
});

/** The second way: the analyst types the questions. */
const typed =
  "SELECT ipAddress AS address, count(DISTINCT userPrincipalName) AS accounts FROM signins WHERE dt BETWEEN :from AND :to AND status.errorCode = 50126 GROUP BY ipAddress ORDER BY accounts DESC ";

/** The story of the password spray as an analyst lives it: what is unusual, who it was, what was done, and the proof of it. */
describe("the story of a password spray", function () {
  // Each step of it is several of the window.
  this.timeout(240_000);
  const editor = new EditorWindow();
  let lake: SampleLake;

  before(async () => {
    // The window's own dialog can be filled in from here, the operating system's cannot.
    await workspace.getConfiguration().update("files.simpleDialog.enable", true, user);
    await saveByItself("off");
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    lake = await openSampleLake();
  });

  after(async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    await workspace.getConfiguration().update("files.simpleDialog.enable", undefined, user);
    await saveByItself(undefined);
    await lake.remove();
  });

  it("begins at the dashboard, which shows the failures", async () => {
    await commands.executeCommand("workbench.view.explorer");
    await editor.click(".activitybar [aria-label='TenantTrail']");
    await commands.executeCommand("tenantTrail.showDashboard");
    await editor.waitFor("#root section:has(h2:has-text('Sign-ins by country')) canvas");
    await editor.screenshot("story-1-dashboard");
    assert.deepEqual(await seriousFaults(editor, "#root section:has(h2:has-text('Sign-ins by country'))"), []);
  });

  it("leads over the saved query to its hits", async () => {
    await commands.executeCommand("workbench.actions.treeView.tenantTrail.savedQueries.collapseAll");
    await editor.click("[role=treeitem][aria-label^='Detections']");
    await editor.click("[role=treeitem][aria-label^='Credential attacks']");
    await editor.click("[role=treeitem][aria-label^='Password spray by address, severity high']");
    await editor.click(".codelens-decoration a:has-text('Run')");
    await editor.waitFor(".quick-input-widget :text(':minAccounts')");
    await editor.press("Enter");
    await editor.waitFor(`#root [role=gridcell]:has-text('${spray.address}')`);
    await faded();
    await editor.screenshot("story-2-hits");
    assert.deepEqual(await seriousFaults(editor, "#root [role=grid]"), []);
  });

  it("from the hit to what is known of its address, and of the account that it opened, with its timeline", async () => {
    await editor.click(`#root [role=gridcell]:has-text('${spray.address}')`, { button: "right" });
    await editor.click("#root [role=menuitem]:has-text('Show what is known of')");
    await editor.waitFor(`#root h1:has-text('${spray.address}')`);
    await editor.waitFor("#root [role=option]:has-text('signed in')");
    await editor.screenshot("story-3-address");
    await editor.click(`#root [aria-label='Show what is known of ${spray.account}']`);
    await editor.waitFor(`#root h1:has-text('${spray.account}')`);
    await editor.waitFor("#root [role=option]:has-text('signed in')");
    await inEachTheme(editor, "story-4-account", "#root .fact-group");
    assert.deepEqual(await seriousFaults(editor, "#root .fact-group"), []);
    // The page of the address is still drawn behind it.
    const page = `#root main:has(h1:has-text('${spray.account}'))`;
    await editor.click(`${page} .event-chip:has-text('Address')`);
    await editor.click(`#root [role=menuitemcheckbox]:has-text('${spray.address}')`);
    await editor.waitFor(`${page} .timeline-words:has-text(' of ')`);
    await editor.screenshot("story-5-timeline");
  });

  it("what the account did and the hits are one evidence, which is verified with its digest", async () => {
    await commands.executeCommand("notifications.clearAll");
    await editor.click(".editor-actions [aria-label^='Export evidence']");
    await editor.waitFor(".quick-input-widget :text('Password spray by address')");
    await editor.screenshot("story-6-which-results");
    await editor.click(".quick-input-widget .monaco-list-row:has-text('Password spray by address')");
    await editor.click(".quick-input-widget .monaco-button:has-text('OK')");
    await editor.waitFor(".quick-input-widget :text('one file, to be handed over')");
    await editor.press("Enter");
    const zip = join(lake.folder, "spray.zip");
    await answerFileDialog(editor, zip);
    await until(() => existsSync(zip));
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(".notifications-center :text('Exported 3 results')");
    await editor.screenshot("story-7-exported");
    await editor.click(".notifications-center :text-is('Copy digest')");
    await until(async () => /^[0-9a-f]{64}$/.test(await env.clipboard.readText()));
    await commands.executeCommand("notifications.clearAll");
    const verified = commands.executeCommand<{ readonly lake?: { readonly differing: readonly unknown[] } }>(
      "tenantTrail.verifyEvidence",
    );
    await editor.waitFor(".quick-input-widget input[placeholder='What was the investigation exported to?']");
    await editor.press("Enter");
    await answerFileDialog(editor, zip);
    await editor.waitFor(".quick-input-widget :text('SHA-256 of manifest.json')");
    await editor.type(await env.clipboard.readText());
    await editor.press("Enter");
    assert.deepEqual((await verified).lake?.differing, []);
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(".notifications-center :text('all are what the manifest says')");
    await editor.screenshot("story-8-verified");
  });

  it("again in a notebook with typed SQL, from a first cell to a verified evidence", async () => {
    const notebook = await openNotebook(
      "spray.sql",
      "/*---\ntitle: Password spray\nparams:\n  from: { type: date, default: last 30 days }\n  to: { type: date, default: last 30 days }\n---*/\n\nSELECT 1 AS one;\n",
    );
    await editor.click(".cell.code .monaco-editor .view-line:has-text('SELECT 1')");
    await editor.press("Control+A");
    await editor.press("Delete");
    await editor.type(typed);
    await until(() => notebook.cellAt(1).document.getText() === typed);
    await commands.executeCommand("notebook.cell.execute", { ranges: [{ start: 1, end: 2 }], document: notebook.uri });
    await editor.waitFor(`.output-root [role=gridcell]:has-text('${spray.address}')`);
    await editor.screenshot("story-9-typed");
    assert.deepEqual(await seriousFaults(editor), []);
    await editor.click(`.output-root [role=gridcell]:has-text('${spray.address}')`, { button: "right" });
    await editor.click(".output-root [role=menuitem]:has-text('Ask more about it')");
    await editor.waitFor(".quick-input-widget :text('Accounts that used it')");
    await editor.type("Accounts that used it");
    await editor.press("Enter");
    await editor.waitFor(`.output-root [role=gridcell]:has-text('${spray.account}')`);
    await until(() => notebook.cellAt(2).executionSummary?.success === true);
    await editor.screenshot("story-10-asked");
    const { api } = await tenantTrail();
    const folder = join(lake.folder, "typed");
    const { results, manifestSha256 } = await api.exportEvidence({ notebook: notebook.uri, target: folder });
    assert.equal(results, 2);
    const sound = await api.verifyEvidence({ evidence: folder, manifestSha256 });
    assert.deepEqual([sound.changed, sound.missing, sound.additional], [[], [], []]);
    assert.deepEqual(sound.lake?.differing, []);
    assert.match(await readFile(join(folder, "investigation.html"), "utf8"), new RegExp(spray.account));
  });
});
