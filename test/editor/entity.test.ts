import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { commands, Uri, window } from "vscode";
import type { Entity } from "../../src/protocol/entity/entity.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { inEachTheme } from "./harness/themes.ts";
import { openNotebook, saveByItself, until } from "./notebook/notebook-under-test.ts";
import { hiddenSpray, openSampleLake, type SampleLake } from "./sample-lake-under-test.ts";

const spray = hiddenSpray();

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
