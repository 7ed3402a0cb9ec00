import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { commands, workspace } from "vscode";
import { answerDialogs } from "./harness/answer-dialogs.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { killLakeProcess, tenantTrail } from "./lake-under-test.ts";
import {
  investigation,
  openLakeForNotebooks,
  openNotebook,
  saveByItself,
  until,
} from "./notebook/notebook-under-test.ts";

interface Facts {
  readonly statements: readonly {
    readonly title: string;
    readonly remark?: string;
    readonly result?: { readonly rows: number; readonly params: object; readonly ranAgain: boolean };
    readonly leftOut?: { readonly reason: string };
  }[];
}

describe("evidence", () => {
  const editor = new EditorWindow();

  before(openLakeForNotebooks);
  after(() => saveByItself(undefined));

  const target = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), "tenanttrail-evidence-")), "case");
  const factsOf = async (folder: string): Promise<Facts> =>
    JSON.parse(await readFile(join(folder, "investigation.json"), "utf8")) as Facts;

  it("a notebook that ran is exported with its results, and a changed byte is found", async () => {
    const { api } = await tenantTrail();
    const notebook = await openNotebook("case.sql", investigation);
    await commands.executeCommand("notebook.execute", notebook.uri);
    await until(() => notebook.cellAt(3).executionSummary?.success === true);
    await editor.waitFor(".notebook-toolbar-container [aria-label^='Export evidence']");
    const folder = await target();
    const outcome = await api.exportEvidence({ notebook: notebook.uri, target: folder });
    assert.deepEqual([outcome.results, outcome.leftOut], [2, []]);
    await editor.screenshot("evidence-exported");
    const { statements } = await factsOf(folder);
    assert.deepEqual(
      statements.map(({ title, result }) => [title, result?.rows, result?.params]),
      [
        ["Busy accounts", 5, { least: 2 }],
        ["How many", 1, {}],
      ],
    );
    assert.equal(await readFile(join(folder, "files", "case.sql"), "utf8"), investigation);
    const { manifestSha256 } = outcome;
    const sound = await api.verifyEvidence({ evidence: folder, manifestSha256 });
    assert.deepEqual([sound.changed, sound.isManifestAsGiven, sound.lake?.differing], [[], true, []]);
    await appendFile(join(folder, "results", "01-busy-accounts.csv"), "\n");
    const found = await api.verifyEvidence({ evidence: folder, manifestSha256 });
    assert.deepEqual(
      found.changed.map(({ file }) => file),
      ["results/01-busy-accounts.csv"],
    );
  });

  it("results that are held no longer are run again or left out, as the person chooses", async () => {
    const { api } = await tenantTrail();
    const notebook = await openNotebook("gone.sql", "SELECT count(*) AS n FROM signins;\n\nSELECT 1 AS never;\n");
    await commands.executeCommand("notebook.cell.execute", { ranges: [{ start: 0, end: 1 }], document: notebook.uri });
    await until(() => notebook.cellAt(0).executionSummary?.success === true);
    await killLakeProcess();
    const answers = answerDialogs("Leave out");
    try {
      const folder = await target();
      const left = await api.exportEvidence({ notebook: notebook.uri, target: folder });
      assert.equal(answers.asked[0]?.message, "1 result is held no longer");
      assert.deepEqual(
        (await factsOf(folder)).statements.map(({ leftOut }) => leftOut?.reason),
        ["noLongerHeld", "notRun"],
      );
      assert.equal(left.results, 0);
      answers.press = "Run again";
      const again = await target();
      await api.exportEvidence({ notebook: notebook.uri, target: again });
      const [first] = (await factsOf(again)).statements;
      assert.deepEqual([first?.result?.rows, first?.result?.ranAgain], [1, true]);
      answers.press = undefined;
      await assert.rejects(api.exportEvidence({ notebook: notebook.uri, target: await target() }), {
        name: "CancelledError",
      });
    } finally {
      answers.dispose();
    }
  });

  it("a cell that was changed after it ran is exported as it ran, and it says so", async () => {
    const { api } = await tenantTrail();
    const notebook = await openNotebook("changed.sql", "SELECT 1 AS one;\n");
    await commands.executeCommand("notebook.execute", notebook.uri);
    await until(() => notebook.cellAt(0).executionSummary?.success === true);
    await editor.click(".cell.code .monaco-editor .view-line");
    await editor.press("Home");
    await editor.type("-- ");
    await until(() => notebook.isDirty);
    const zip = `${await target()}.zip`;
    const outcome = await api.exportEvidence({ notebook: notebook.uri, target: zip });
    const checked = await api.verifyEvidence({ evidence: zip, manifestSha256: outcome.manifestSha256 });
    assert.deepEqual([checked.changed, checked.missing, checked.additional], [[], [], []]);
    const folder = await target();
    await api.exportEvidence({ notebook: notebook.uri, target: folder });
    const [only] = (await factsOf(folder)).statements;
    assert.match(only?.remark ?? "", /text was changed after this ran/);
    assert.match(await readFile(join(folder, "files", "changed.sql"), "utf8"), /^-- SELECT 1 AS one;/);
    await workspace.save(notebook.uri);
  });

  it("the result of the active panel is exported", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    const document = await workspace.openTextDocument({ language: "sql", content: "SELECT 7 AS seven" });
    await commands.executeCommand("vscode.open", document.uri);
    await commands.executeCommand("tenantTrail.runFile", document.uri);
    await editor.click("#root [role=gridcell]:has-text('7')");
    const { api } = await tenantTrail();
    const folder = await target();
    const outcome = await api.exportEvidence({ target: folder });
    assert.equal(outcome.results, 1);
    assert.equal((await factsOf(folder)).statements[0]?.result?.rows, 1);
  });
});
