import assert from "node:assert/strict";
import { commands, type NotebookDocument } from "vscode";
import type { EditorWindow } from "../harness/editor-window.ts";
import { openNotebook, saveByItself, until } from "../notebook/notebook-under-test.ts";

const cells = `-- %% By user
SELECT userPrincipalName, count(*) AS n FROM signins GROUP BY 1;

-- %% Slow
SELECT userPrincipalName, count(*) AS slow_down FROM signins GROUP BY 1;
`;

/** How many calls of an operation the served AWS has heard. */
type Heard = (operation: string) => Promise<number>;

/** A notebook, a dashboard and the page of an entity, on a connection to a stack that is open already. */
export function pagesOnAthena(
  editor: EditorWindow,
  itThere: (title: string, work: () => Promise<void>) => void,
  heard: Heard,
): void {
  itThere("a cell runs on Athena, and says its rows, its bytes and its price", async () => {
    const notebook = await openCells();
    const before = await heard("StartQueryExecution");
    await runCell(notebook, 0);
    await editor.waitFor(".output-root [role=grid] :text('adele.vance@contoso.com')");
    await editor.waitFor(".output-root :text('scanned 84 MB, about 0.042 ¢')");
    await editor.waitFor(".cell-status-item:has-text('3 rows · scanned 84 MB, about 0.042 ¢ · Athena')");
    assert.equal(await heard("StartQueryExecution"), before + 1);
    await editor.screenshot("athena-notebook");
  });

  itThere("interrupting a cell stops its query on the server", async () => {
    const notebook = await openCells();
    const before = { started: await heard("StartQueryExecution"), stopped: await heard("StopQueryExecution") };
    void runCell(notebook, 1);
    await until(async () => (await heard("StartQueryExecution")) > before.started);
    await commands.executeCommand("notebook.cancelExecution", { start: 0, end: 2 }, notebook.uri);
    await until(async () => (await heard("StopQueryExecution")) > before.stopped);
    await editor.waitFor(".output-root :text('cancelled')");
    await editor.screenshot("athena-notebook-interrupted");
    await saveByItself(undefined);
  });

  itThere("the dashboard says what its tiles cost, and asks nothing until a person says so", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const before = await heard("StartQueryExecution");
    await commands.executeCommand("tenantTrail.showDashboard");
    await editor.waitFor("#root :text('on Athena (about')");
    await editor.screenshot("athena-dashboard-asks");
    assert.equal(await heard("StartQueryExecution"), before);
    await editor.click("#root vscode-button:has-text('Ask Athena')");
    await editor.waitFor("#root .tile :text('adele.vance@contoso.com')");
    assert.ok((await heard("StartQueryExecution")) > before);
    await editor.waitFor("#root .tile-figures:has-text('scanned 84 MB, about 0.042 ¢')");
    await editor.screenshot("athena-dashboard");
  });

  itThere("the page of an account says what it cost", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("tenantTrail.showEntity", { kind: "account", value: "adele.vance@contoso.com" });
    await editor.waitFor("#root .entity-header :text('Scanned 168 MB on Athena, about 0.084 ¢')");
    await editor.screenshot("athena-entity");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  async function openCells(): Promise<NotebookDocument> {
    await saveByItself("off");
    const notebook = await openNotebook("cells-on-athena.sql", cells);
    await editor.waitFor(".kernel-label:has-text('Athena')");
    return notebook;
  }
}

async function runCell({ uri }: NotebookDocument, index: number): Promise<void> {
  await commands.executeCommand("notebook.cell.execute", {
    ranges: [{ start: index, end: index + 1 }],
    document: uri,
  });
}
