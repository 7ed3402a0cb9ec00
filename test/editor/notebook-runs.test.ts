import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { commands, languages, Range, WorkspaceEdit, window, workspace } from "vscode";
import { EditorWindow } from "./harness/editor-window.ts";
import { seriousFaults } from "./harness/serious-faults.ts";
import { inEachTheme } from "./harness/themes.ts";
import { killLakeProcess, tenantTrail } from "./lake-under-test.ts";
import {
  investigation,
  openLakeForNotebooks,
  openNotebook,
  saveByItself,
  sqlFile,
  until,
} from "./notebook/notebook-under-test.ts";

/** Long enough to be interrupted. */
const endless =
  "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z) WHERE (x * y + z) % 7 = 3";

describe("notebooks that run", () => {
  const editor = new EditorWindow();

  before(openLakeForNotebooks);
  after(() => saveByItself(undefined));

  it("all cells run in order, with rows in their outputs and nothing of them in the file", async () => {
    const notebook = await openNotebook("runs.sql", investigation);
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

  it("a cell's output has the chart of its header; axe-core finds nothing serious in it and in the grid", async () => {
    const notebook = await openNotebook(
      "chart.sql",
      "/*---\ntitle: By user\nchart: { type: bar, x: userPrincipalName, y: n }\n---*/\nSELECT userPrincipalName, count(*) AS n FROM signins GROUP BY 1;\n",
    );
    await commands.executeCommand("notebook.execute", notebook.uri);
    await editor.waitFor(".output-root [role=grid]");
    assert.deepEqual(await seriousFaults(editor), []);
    await editor.click(".output-root [role=tab]:has-text('Chart')");
    await editor.waitFor(".output-root .chart-canvas canvas");
    assert.deepEqual(await seriousFaults(editor), []);
    await inEachTheme(editor, "notebook-chart", ".output-root .chart-canvas canvas");
  });

  it("a result in a panel has the same chart of its header, which filters the rows and is kept in the query", async () => {
    const written =
      "/*---\ntitle: Sign-ins by user\nchart: pie\n---*/\nSELECT userPrincipalName, count(*) AS signIns FROM signins GROUP BY 1 ORDER BY 2 DESC, 1;\n";
    const uri = await sqlFile("chart.sql", written.replace("pie", "{ type: bar, x: userPrincipalName, y: signIns }"));
    await commands.executeCommand("workbench.action.closeAllEditors");
    const { document } = await window.showTextDocument(uri);
    await commands.executeCommand("tenantTrail.runStatement");
    await editor.click("#root [role=tab]:has-text('Chart')");
    await editor.waitFor("#root .chart-canvas canvas");
    await inEachTheme(editor, "chart", "#root .chart-canvas canvas");
    await editor.click("#root vscode-button[aria-label='Show the values as a table']");
    await editor.click("#root .chart-table tbody tr:first-child button");
    await editor.waitFor("#root .filter-chip");
    const edit = new WorkspaceEdit();
    edit.replace(uri, new Range(0, 0, document.lineCount, 0), written);
    await workspace.applyEdit(edit);
    await editor.click("#root vscode-button[aria-label='Keep this chart in the query']");
    await editor.waitFor("#root :text('The chart is in the header of chart.sql')");
    assert.equal(document.getText(), written.replace("pie", "{ type: bar, x: userPrincipalName, y: signIns }"));
    await document.save();
  });

  it("a failure is squiggled at its line and column in the cell, and the cells after it run", async () => {
    const notebook = await openNotebook(
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
    const notebook = await openNotebook("endless.sql", `${endless};\n\nSELECT 1 AS one;\n`);
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
    const notebook = await openNotebook("form.sql", investigation);
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
    const notebook = await openNotebook("place.sql", "SELECT 1,\n  noSuchColumn\nFROM signins;\n");
    await commands.executeCommand("notebook.execute", notebook.uri);
    await editor.click(".output-root .failed-place");
    await until(() => window.activeTextEditor?.document === notebook.cellAt(0).document);
    await until(() => window.activeTextEditor?.selection.active.line === 1);
    assert.equal(window.activeTextEditor?.selection.active.character, 2);
  });

  it("an output whose rows are gone says what it was, and runs again", async () => {
    const notebook = await openNotebook("gone.sql", "SELECT userPrincipalName FROM signins;\n");
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

  it("an output that is drawn anew after its rows went shows the first of them", async () => {
    const notebook = await openNotebook("first-rows.sql", "SELECT userPrincipalName, id FROM signins;\n");
    await commands.executeCommand("notebook.execute", notebook.uri);
    await editor.waitFor(".output-root [role=grid]");
    await killLakeProcess();
    await commands.executeCommand("workbench.action.webview.reloadWebviewAction");
    await editor.waitFor(".output-root :text('The first 20 are shown')");
    await inEachTheme(editor, "notebook-first-rows", ".gone-table");
    await editor.click(".output-root vscode-button:has-text('Run again')");
    await editor.waitFor(".output-root [role=grid] :text('seb@seccxp.ninja')");
  });

  it("typing into an output does not act on the cells, and its menus open under their buttons", async () => {
    const notebook = await openNotebook("typing.sql", "SELECT userPrincipalName, id FROM signins;\n");
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
});

function textOf(items: readonly { readonly mime: string; readonly data: Uint8Array }[] | undefined): string {
  const item = items?.find(({ mime }) => mime === "text/plain");
  return item === undefined ? "" : new TextDecoder().decode(item.data);
}
