import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { commands } from "vscode";
import { sampleEvents } from "../../src/sample-tenant/events.ts";
import { labels } from "../../src/sample-tenant/labels.ts";
import { sampleTenantId } from "../../src/sample-tenant/tenant.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { tenantTrail } from "./lake-under-test.ts";

/** A small tenant: the five attacks, and few ordinary events around them. */
const options = { seed: 1, users: 60, scale: 0.1 } as const;
const spray = labels(options).find(({ kind }) => kind === "password-spray");

/** The way of the password spray: from its address to the account that it opened, its session, and the mailbox. */
describe("from a value to what is known of it", () => {
  const editor = new EditorWindow();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tenanttrail-entity-"));
    await commands.executeCommand("workbench.action.closeAllEditors");
    const { api } = await tenantTrail();
    await api.useConnection({ kind: "folder", path: join(folder, "Contoso (simulated)") });
    const byTable = Map.groupBy(sampleEvents(options), ({ table }) => table);
    const uris: string[] = [];
    for (const [table, events] of byTable) {
      const path = join(folder, `export-${table}.ndjson`);
      await writeFile(path, events.map(({ record }) => JSON.stringify(record)).join("\n"));
      uris.push(path);
    }
    await api.importLogs({ uris, tenantId: sampleTenantId });
  });

  after(async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    await rm(folder, { recursive: true, force: true });
  });

  it("opens the page of an address", async () => {
    assert.ok(spray);
    await commands.executeCommand("tenantTrail.showEntity", { kind: "address", value: spray.ipAddresses[0] });
    await editor.waitFor(`#root h1:has-text('${spray.ipAddresses[0]}')`);
    await editor.waitFor("#root [role=option]:has-text('signed in')");
    await editor.screenshot("entity-address");
    await commands.executeCommand("tenantTrail.showEntity", { kind: "account", value: spray.account });
    await editor.waitFor(`#root h1:has-text('${spray.account}')`);
    await editor.waitFor("#root .fact-group:has-text('Audits')");
    await editor.screenshot("entity-account");
  });
});
