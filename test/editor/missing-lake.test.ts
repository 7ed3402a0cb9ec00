import assert from "node:assert/strict";
import { mkdir, readdir, rename, rmdir } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import { commands } from "vscode";
import { answerDialogs } from "./harness/answer-dialogs.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";

/** A lake on a drive that is disconnected, where an empty folder is left in its place, and connected again. */
describe("a lake that is not there", () => {
  const editor = new EditorWindow();
  let lake: string;
  const missing = ({ code, message }: { code?: string; message?: string }): boolean =>
    code === "lake-missing" && message?.includes(lake) === true;

  before(async () => {
    lake = await openFreshLake();
    const { api } = await tenantTrail();
    await api.importLogs({ uris: [await sample("signinlogs")] });
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.waitFor("[aria-label^='Sign-ins, 45 rows']");
    await rename(lake, `${lake}-away`);
    await mkdir(lake);
  });

  after(async () => {
    await commands.executeCommand("notifications.clearAll");
    await openFreshLake();
  });

  it("is an error with its path, for a program and in the views, and nothing is made in its place", async () => {
    const { api } = await tenantTrail();
    await editor.waitFor(`.tree-explorer-viewlet-tree-view .message:has-text('The lake is not there: ${lake}')`);
    await editor.screenshot("missing-lake");
    await assert.rejects(api.listDays(), missing);
    await assert.rejects(api.runQuery({ sql: "SELECT count(*) FROM audits" }), missing);
    await assert.rejects(async () => api.importLogs({ uris: [await sample("auditlogs")] }), missing);
    await assert.rejects(api.verifyIntegrity({}), missing);
    await assert.rejects(api.useConnection({ kind: "folder", path: lake }), missing);
    assert.deepEqual(await readdir(lake), []);
  });

  it("offers another folder, or to try again", async () => {
    const dialogs = answerDialogs();
    await commands.executeCommand("tenantTrail.verifyIntegrity");
    await commands.executeCommand("notifications.showList");
    await editor.waitFor(".notifications-center :text-is('Choose another folder')");
    await editor.waitFor(".notifications-center :text-is('Try again')");
    await editor.screenshot("missing-lake-steps");
    await commands.executeCommand("notifications.clearAll");
    dialogs.dispose();
  });

  it("is back by itself", async () => {
    await rmdir(lake);
    await rename(`${lake}-away`, lake);
    await editor.waitFor("[aria-label^='Sign-ins, 45 rows']");
    const { api } = await tenantTrail();
    assert.equal((await api.runQuery({ sql: "SELECT id FROM signins" })).rowCount, 45);
  });
});
