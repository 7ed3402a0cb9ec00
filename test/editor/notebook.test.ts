import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import {
  ConfigurationTarget,
  commands,
  languages,
  NotebookCellData,
  NotebookCellKind,
  type NotebookDocument,
  NotebookEdit,
  TabInputNotebook,
  TabInputText,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";
import { inEachTheme } from "./harness/themes.ts";
import { killLakeProcess, openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";

const notebookType = "tenantTrail.sql";

const investigation = `/*---
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

/** Long enough to be interrupted. */
const endless =
  "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z) WHERE (x * y + z) % 7 = 3";

describe("notebooks", () => {
  const editor = new EditorWindow();

  before(async () => {
    await openFreshLake();
    const { api } = await tenantTrail();
    await api.importLogs({ uris: [await sample("signinlogs")] });
    await commands.executeCommand("workbench.action.closeAllEditors");
    await workspace.getConfiguration("files").update("autoSave", "off", ConfigurationTarget.Global);
  });

  after(async () => {
    await workspace.getConfiguration("files").update("autoSave", undefined, ConfigurationTarget.Global);
  });

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
        [NotebookCellKind.Code, "sql", "SELECT userPrincipalName, count(*) AS n"],
        [NotebookCellKind.Code, "sql", "SELECT count(*) AS n FROM signins;"],
      ],
    );
    await until(() => tabsOf(uri).join() === "notebook");
    await editor.waitFor(".form :text(':least')");
    await editor.screenshot("notebook-opened");
    await commands.executeCommand("tenantTrail.openAsText");
    await until(() => window.activeTextEditor?.document.uri.toString() === uri.toString());
    await until(() => tabsOf(uri).join() === "text");
  });

  it("saving changes no byte outside what was edited", async () => {
    const text = `\uFEFF${investigation.replaceAll("\n", "\r\n")}`;
    const notebook = await open("bytes.sql", text);
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
    const notebook = await open("cells.sql", "SELECT 1 AS one;\n\nSELECT 2 AS two;\n");
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
    const notebook = await open("refused.sql", "/*---\ntitle: x\n---*/\nSELECT 1;\n");
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

  it("all cells run in order, with rows in their outputs and nothing of them in the file", async () => {
    const notebook = await open("runs.sql", investigation);
    await commands.executeCommand("notebook.execute", notebook.uri);
    await until(() => notebook.cellAt(3).executionSummary?.success === true);
    const [busy, count] = [notebook.cellAt(2), notebook.cellAt(3)];
    assert.equal(busy.executionSummary?.success, true);
    assert.ok((busy.executionSummary?.executionOrder ?? 0) < (count.executionSummary?.executionOrder ?? 0));
    assert.match(textOf(count.outputs[0]?.items), /^n\n45\n1 row$/);
    assert.equal(notebook.isDirty, false);
    await editor.waitFor(".output-root [role=grid] :text('seb@seccxp.ninja')");
    await inEachTheme(editor, "notebook-ran", ".output-root [role=grid]");
  });

  it("a failure is squiggled at its line and column in the cell, and the cells after it run", async () => {
    const notebook = await open(
      "wrong.sql",
      "SELECT 1 AS one;\n\n-- two\nSELECT 2,\n  noSuchColumn\nFROM signins;\n\nSELECT 3 AS three;\n",
    );
    await commands.executeCommand("notebook.execute", notebook.uri);
    await until(() => notebook.cellAt(2).executionSummary?.success === true);
    const wrong = notebook.cellAt(1);
    assert.equal(wrong.executionSummary?.success, false);
    const [diagnostic] = languages.getDiagnostics(wrong.document.uri);
    assert.deepEqual([diagnostic?.range.start.line, diagnostic?.range.start.character], [2, 2]);
    assert.match(textOf(wrong.outputs[0]?.items), /noSuchColumn/);
    await editor.screenshot("notebook-failed");
  });

  it("interrupting reaches the engine, and what waits does not begin", async () => {
    const notebook = await open("endless.sql", `${endless};\n\nSELECT 1 AS one;\n`);
    void commands.executeCommand("notebook.execute", notebook.uri);
    await editor.waitFor(".codicon-notebook-state-executing");
    await delay(500);
    await commands.executeCommand("notebook.cancelExecution", { start: 0, end: 2 }, notebook.uri);
    await until(() => notebook.cellAt(0).outputs.length === 1);
    assert.match(textOf(notebook.cellAt(0).outputs[0]?.items), /was cancelled/);
    assert.equal(notebook.cellAt(1).outputs.length, 0);
    const { api } = await tenantTrail();
    assert.deepEqual((await api.runQuery({ sql: "SELECT 1 AS one" })).rows, [[1]]);
  });

  it("a value of the form counts for all cells, is kept in the workspace, and is not in the file", async () => {
    const notebook = await open("form.sql", investigation);
    await editor.click(".form vscode-text-field input");
    await editor.press("Control+A");
    await editor.type("9");
    await editor.press("Enter");
    await editor.waitFor(".form :text('Default')");
    await editor.click(".form vscode-button:has-text('Run all cells')");
    await until(() => notebook.cellAt(3).executionSummary?.success === true);
    assert.match(textOf(notebook.cellAt(2).outputs[0]?.items), /24\n.*9\n2 rows$/);
    assert.equal(notebook.isDirty, false);
    await inEachTheme(editor, "notebook-form", ".form");
  });

  it("a failed cell's output leads to the place", async () => {
    const notebook = await open("place.sql", "SELECT 1,\n  noSuchColumn\nFROM signins;\n");
    await commands.executeCommand("notebook.execute", notebook.uri);
    await editor.click(".output-root .failed-place");
    await until(() => window.activeTextEditor?.document === notebook.cellAt(0).document);
    await until(() => window.activeTextEditor?.selection.active.line === 1);
    assert.equal(window.activeTextEditor?.selection.active.character, 2);
  });

  it("an output whose rows are gone says what it was, and runs again", async () => {
    const notebook = await open("gone.sql", "SELECT userPrincipalName FROM signins;\n");
    await commands.executeCommand("notebook.execute", notebook.uri);
    await editor.waitFor(".output-root [role=grid]");
    await killLakeProcess();
    const { api } = await tenantTrail();
    await until(async () =>
      api.runQuery({ sql: "SELECT 1 AS one" }).then(
        () => true,
        () => false,
      ),
    );
    await editor.click(".output-root .header-cell");
    await editor.screenshot("notebook-gone");
    await editor.click(".output-root vscode-button:has-text('Run the query again')");
    await editor.waitFor(".output-root [role=grid] :text('seb@seccxp.ninja')");
  });

  it("typing into an output does not act on the cells, and its menus open under their buttons", async () => {
    const notebook = await open("typing.sql", "SELECT userPrincipalName, id FROM signins;\n");
    await commands.executeCommand("notebook.execute", notebook.uri);
    await editor.click(".output-root .toolbar input");
    await editor.type("bad zvon");
    assert.equal(notebook.cellCount, 1);
    await editor.waitFor(".output-root .message:has-text('None of the rows matches')");
    await editor.click(".output-root vscode-button:has-text('Show all rows')");
    await editor.click(".output-root vscode-button:has-text('Export')");
    const gap = await editor.evaluate(".output-root .popup", (popup) => {
      const root = popup.getRootNode() as ShadowRoot;
      const button = [...root.querySelectorAll("vscode-button")].find((each) => each.textContent?.includes("Export"));
      return popup.getBoundingClientRect().top - (button?.getBoundingClientRect().bottom ?? Number.NaN);
    });
    assert.ok(Math.abs(gap) < 8, `${gap} pixels`);
    await editor.screenshot("notebook-menu");
    await editor.press("Escape");
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

  /** A `.sql` file in a folder of its own, which is no folder of saved queries. */
  async function sqlFile(name: string, text: string): Promise<Uri> {
    const path = join(await mkdtemp(join(tmpdir(), "tenanttrail-notebook-")), name);
    await writeFile(path, text);
    return Uri.file(path);
  }

  async function open(name: string, text: string): Promise<NotebookDocument> {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const uri = await sqlFile(name, text);
    await commands.executeCommand("vscode.openWith", uri, notebookType);
    await until(() => window.activeNotebookEditor?.notebook.uri.toString() === uri.toString());
    const notebook = window.activeNotebookEditor?.notebook;
    assert.ok(notebook);
    return notebook;
  }
});

async function edited(notebook: NotebookDocument, ...edits: NotebookEdit[]): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.set(notebook.uri, edits);
  assert.ok(await workspace.applyEdit(edit));
}

function textOf(items: readonly { readonly mime: string; readonly data: Uint8Array }[] | undefined): string {
  const item = items?.find(({ mime }) => mime === "text/plain");
  return item === undefined ? "" : new TextDecoder().decode(item.data);
}

function tabsOf(uri: Uri): readonly string[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => {
      if (input instanceof TabInputNotebook && input.uri.toString() === uri.toString()) return ["notebook"];
      return input instanceof TabInputText && input.uri.toString() === uri.toString() ? ["text"] : [];
    });
}

/** Waits for what the editor does in its own time. @throws Error when it does not come. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Not so within 20 s: ${isSo}`);
    await delay(50);
  }
}
