import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import {
  commands,
  NotebookCellData,
  NotebookCellKind,
  type NotebookDocument,
  NotebookEdit,
  TabInputNotebook,
  TabInputText,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";
import { seriousFaults } from "./harness/serious-faults.ts";
import { inEachTheme } from "./harness/themes.ts";
import {
  investigation,
  notebookType,
  openLakeForNotebooks,
  openNotebook,
  saveByItself,
  sqlFile,
  until,
} from "./notebook/notebook-under-test.ts";

describe("notebooks as files", () => {
  const editor = new EditorWindow();

  before(openLakeForNotebooks);
  after(() => saveByItself(undefined));

  it("a button of the text editor opens its file as a notebook, and another goes back", async () => {
    const uri = await sqlFile("buttons.sql", investigation);
    await window.showTextDocument(uri);
    await editor.click(".editor-actions .action-label[aria-label*='Open as notebook']");
    await until(() => window.activeNotebookEditor?.notebook.uri.toString() === uri.toString());
    const cells = window.activeNotebookEditor?.notebook.getCells() ?? [];
    assert.deepEqual(
      cells.map(({ kind, document }) => [kind, document.languageId, document.getText().split("\n")[0]]),
      [
        [NotebookCellKind.Code, "yaml", "title: Who signed in"],
        [NotebookCellKind.Markup, "markdown", "# Who signed in"],
        [NotebookCellKind.Code, "trino-sql", "SELECT userPrincipalName, count(*) AS n"],
        [NotebookCellKind.Code, "trino-sql", "SELECT count(*) AS n FROM signins;"],
      ],
    );
    await until(() => tabsOf(uri).join() === "notebook");
    await editor.waitFor(".form :text(':least')");
    await editor.screenshot("notebook-opened");
    await commands.executeCommand("tenantTrail.openAsText");
    await until(() => window.activeTextEditor?.document.uri.toString() === uri.toString());
    await until(() => tabsOf(uri).join() === "text");
  });

  it("outputs are kept beside the file when one asks, and a colleague who opens both sees them", async () => {
    const text = "SELECT count(*) AS n FROM signins;\n\nSELECT 1 AS one;\n";
    const notebook = await openNotebook("handed-over.sql", text);
    await commands.executeCommand("notebook.execute", notebook.uri);
    await until(() => notebook.cellAt(1).executionSummary?.success === true);
    await editor.click(".notebook-toolbar-container [aria-label^='Keep outputs beside the file']");
    const beside = `${notebook.uri.fsPath}.outputs.json`;
    await until(() => existsSync(beside));
    assert.equal(notebook.isDirty, false);
    await commands.executeCommand("workbench.action.closeAllEditors");
    const theirs = await sqlFile("handed-over.sql", text.replace("1 AS one", "2 AS one"));
    await copyFile(beside, `${theirs.fsPath}.outputs.json`);
    await commands.executeCommand("vscode.openWith", theirs, notebookType);
    await editor.waitFor(".output-root :text('and kept beside the file')");
    await editor.waitFor(".output-root td:text-is('45')");
    await editor.waitFor(".output-root :text('The text of this cell was changed since')");
    await inEachTheme(editor, "notebook-kept-beside", ".output-root td");
    assert.deepEqual(await seriousFaults(editor), []);
    assert.equal(await readFile(theirs.fsPath, "utf8"), text.replace("1 AS one", "2 AS one"));
  });

  it("saving changes no byte outside what was edited", async () => {
    const text = `\uFEFF${investigation.replaceAll("\n", "\r\n")}`;
    const notebook = await openNotebook("bytes.sql", text);
    const cell = notebook.cellAt(3);
    const edit = new WorkspaceEdit();
    edit.insert(cell.document.uri, cell.document.positionAt(cell.document.getText().length - 1), " WHERE true");
    await workspace.applyEdit(edit);
    assert.ok(notebook.isDirty);
    assert.ok(await notebook.save());
    const expected = text.replace("FROM signins;\r\n", "FROM signins WHERE true;\r\n");
    assert.equal(await readFile(notebook.uri.fsPath, "utf8"), expected);
  });

  it("cells that are added, moved and removed read back when the file is opened again", async () => {
    const notebook = await openNotebook("cells.sql", "SELECT 1 AS one;\n\nSELECT 2 AS two;\n");
    const note = new NotebookCellData(NotebookCellKind.Markup, "# A note", "markdown");
    const query = new NotebookCellData(NotebookCellKind.Code, "SELECT 3 AS three", "sql");
    await edited(notebook, NotebookEdit.insertCells(0, [note]), NotebookEdit.insertCells(3, [query]));
    assert.ok(await notebook.save());
    await commands.executeCommand("workbench.action.closeAllEditors");
    const again = await workspace.openNotebookDocument(notebook.uri);
    assert.deepEqual(
      again.getCells().map(({ document }) => document.getText()),
      ["# A note", "SELECT 1 AS one;", "SELECT 2 AS two;", "SELECT 3 AS three"],
    );
  });

  it("what could not be read back is refused by name, and stays in the notebook", async () => {
    const notebook = await openNotebook("refused.sql", "/*---\ntitle: x\n---*/\nSELECT 1;\n");
    const edit = new WorkspaceEdit();
    const { document } = notebook.cellAt(0);
    edit.insert(document.uri, document.lineAt(0).range.end, "\ndescription: every */5 minutes");
    await workspace.applyEdit(edit);
    assert.equal(await notebook.save(), false);
    await commands.executeCommand("workbench.action.files.save");
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(".notifications-center :text('The header holds')");
    assert.ok(notebook.isDirty);
    assert.equal(await readFile(notebook.uri.fsPath, "utf8"), "/*---\ntitle: x\n---*/\nSELECT 1;\n");
    await commands.executeCommand("notifications.clearAll");
    await commands.executeCommand("notifications.hideList");
    await commands.executeCommand("workbench.action.files.revert");
  });

  it("a file over the bounds of a notebook opens as text, with a sentence", async () => {
    const uri = await sqlFile("large.sql", "SELECT 1;\n".repeat(1001));
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("vscode.openWith", uri, notebookType);
    await until(() => tabsOf(uri).join() === "text");
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(".notifications-center :text('a notebook has at most 1,000')");
    await editor.screenshot("notebook-large");
    await commands.executeCommand("notifications.clearAll");
    await commands.executeCommand("notifications.hideList");
  });

  it("a workspace may open its .sql files as notebooks, by VS Code's own setting", async () => {
    const settings = () => workspace.getConfiguration().inspect("workbench.editorAssociations")?.workspaceValue;
    const choose = async (label: string): Promise<void> => {
      const choosing = commands.executeCommand("tenantTrail.chooseSqlEditor");
      await editor.click(`.quick-input-widget .monaco-list-row:has-text('${label}')`);
      await choosing;
    };
    await choose("As notebooks");
    assert.deepEqual(settings(), { "*.sql": notebookType });
    await choose("As text");
    assert.equal(settings(), undefined);
  });
});

async function edited(notebook: NotebookDocument, ...edits: NotebookEdit[]): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.set(notebook.uri, edits);
  assert.ok(await workspace.applyEdit(edit));
}

function tabsOf(uri: Uri): readonly string[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => {
      if (input instanceof TabInputNotebook && input.uri.toString() === uri.toString()) return ["notebook"];
      return input instanceof TabInputText && input.uri.toString() === uri.toString() ? ["text"] : [];
    });
}
