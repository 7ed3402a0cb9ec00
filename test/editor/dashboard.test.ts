import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { commands, window } from "vscode";
import { sampleEvents } from "../../src/sample-tenant/events.ts";
import { sampleTenantId } from "../../src/sample-tenant/tenant.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { tenantTrail } from "./lake-under-test.ts";

/** A small tenant, to be imported fast. */
const options = { seed: 1, users: 40, scale: 0.05 } as const;
const tile = "#root section:has(h2:has-text('Sign-ins by country'))";

describe("the dashboard", () => {
  const editor = new EditorWindow();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tenanttrail-dashboard-"));
    await commands.executeCommand("workbench.action.closeAllEditors");
    const { api } = await tenantTrail();
    await api.useConnection({ kind: "folder", path: join(folder, "Contoso (simulated)") });
    const file = join(folder, "signins.ndjson");
    const lines = [...sampleEvents(options)].flatMap(({ table, record }) =>
      table === "signins" ? [JSON.stringify(record)] : [],
    );
    await writeFile(file, lines.join("\n"));
    await api.importLogs({ uris: [file], tenantId: sampleTenantId });
  });

  after(async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await rm(folder, { recursive: true, force: true });
  });

  it("leads from a tile to its query and to its rows", async () => {
    await commands.executeCommand("tenantTrail.showDashboard");
    await editor.waitFor(`${tile} canvas`);
    await editor.screenshot("dashboard");
    await editor.click(`${tile} [aria-label='Open the query Sign-ins by country']`);
    await editor.waitFor(".monaco-editor .view-line:has-text('title: Sign-ins by country')");
    assert.match(window.activeTextEditor?.document.uri.path ?? "", /\/sql\/reports\/sign-ins-by-country\.sql$/);
    await editor.click(`${tile} [aria-label='Show the rows of Sign-ins by country']`);
    await editor.waitFor("#root [role=grid]");
    await editor.waitFor("#root [role=gridcell]:has-text('CH')");
  });

  it("asks all tiles again under a filter, and says where there is nothing", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("tenantTrail.showDashboard");
    await editor.waitFor(`${tile} canvas`);
    await editor.click("#root [aria-label='User'] >> nth=0");
    await editor.type("nobody at all");
    await editor.press("Enter");
    await editor.waitFor(`${tile} :text('No rows')`);
    await editor.waitFor("#root :text('Not filtered by user')");
    // A filter is remembered, and would hide the rows from those who open the dashboard next.
    await editor.click("#root [aria-label='Clear: User']");
    await editor.waitFor(`${tile} canvas`);
  });
});
