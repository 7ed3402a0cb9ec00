import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, beforeEach, describe, it } from "mocha";
import { commands, workspace } from "vscode";
import type { LogDay } from "../../src/protocol/lake.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import type { DragStop } from "./harness/window-protocol.ts";
import { openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";

const ourIcon = { selector: ".activitybar [aria-label='TenantTrail']" };
const belowTheRows: DragStop = { selector: ".pane:has(> [aria-label^='Log days']) .monaco-list", at: "lower edge" };

/** Files brought by hand: from VS Code's explorer, and from the file manager into a browser. */
describe("dropping logs", () => {
  const editor = new EditorWindow();
  let folder: string;
  let outside: string;

  before(async () => {
    const [first] = workspace.workspaceFolders ?? [];
    assert.ok(first, "the harness opens a folder");
    folder = first.uri.fsPath;
    outside = await mkdtemp(join(tmpdir(), "tenanttrail-file-manager-"));
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
  });

  after(async () => {
    await commands.executeCommand("notifications.clearAll");
    for (const name of ["cut-down.json", "activity.jsonl"]) await rm(join(folder, name));
    await rm(outside, { recursive: true });
  });

  beforeEach(async () => {
    await openFreshLake();
    const { api } = await tenantTrail();
    // An empty lake shows its welcome, onto which VS Code delivers nothing.
    await api.importLogs({ uris: [await sample("auditlogs")] });
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.waitFor("[aria-label^='Audits, 3 rows']");
    await commands.executeCommand("workbench.actions.treeView.tenantTrail.logDays.collapseAll");
  });

  async function rowsOf(table: LogDay["table"]): Promise<number> {
    const { api } = await tenantTrail();
    const days = await api.listDays({ table });
    return days.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Drags a file of the workspace: held over our icon, it makes the log days come up. */
  async function dragFromExplorer(name: string, target: DragStop): Promise<void> {
    await commands.executeCommand("workbench.view.explorer");
    await editor.drag(`.explorer-folders-view [role=treeitem][aria-label^='${name}']`, ourIcon, target);
  }

  it("from the explorer onto a table, which tells what the records are that do not say it", async () => {
    const record = { id: "7d3c0a8e-5a0f-4b0c-9a53-0a1b2c3d4e5f", createdDateTime: "2020-05-20T10:00:00Z" };
    await writeFile(join(folder, "cut-down.json"), JSON.stringify([record]));
    await dragFromExplorer("cut-down.json", { selector: "[aria-label='Sign-ins, nothing yet']" });
    await editor.waitFor("[aria-label^='Sign-ins, 1 row']");
    assert.equal(await rowsOf("signins"), 1);
  });

  it("from the explorer onto the empty part below the rows", async () => {
    await writeFile(join(folder, "activity.jsonl"), await readFile(await sample("officeactivity")));
    await dragFromExplorer("activity.jsonl", belowTheRows);
    await editor.waitFor("[aria-label^='Office 365 activity, 1 row']");
    assert.equal(await rowsOf("activity"), 1);
  });

  it("from the file manager: two files of one name, and a word about the folder", async () => {
    const files: string[] = [];
    const lines = (await readFile(await sample("signinlogs"), "utf8")).trimEnd().split("\n");
    for (const [part, some] of [lines.slice(0, 40), lines.slice(40)].entries()) {
      const own = join(outside, `part ${part}`);
      await mkdir(own);
      files.push(join(own, "export.jsonl"));
      await writeFile(join(own, "export.jsonl"), some.join("\n"));
    }
    const copiesBefore = await copies();
    await editor.dropFiles([...files, join(outside, "part 0")], belowTheRows);
    await editor.waitFor("[aria-label^='Sign-ins, 45 rows']");
    assert.equal(await rowsOf("signins"), 45);
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(".notifications-center :text('Imported 2 files: 45 rows added')");
    await editor.waitFor(".notifications-center :text('If it is a folder, drop the files that are in it.')");
    await editor.screenshot("dropped");
    // They are removed after the rows are shown.
    while ((await copies()).some((name) => !copiesBefore.includes(name))) await delay(50);
  });
});

async function copies(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith("tenanttrail-dropped-"));
}
