import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { commands } from "vscode";
import type { TenantTrailApi } from "../../src/editor/api/api-types.ts";
import type { LogDay } from "../../src/protocol/lake.ts";
import { type HttpsFace, serveHttps } from "../simulation/microsoft/https-server.ts";
import { sampleApp } from "../simulation/microsoft/login/app-registration.ts";
import { makeServerCertificates } from "../simulation/microsoft/login/certificates.ts";
import { SimulatedMicrosoft } from "../simulation/microsoft/microsoft.ts";
import { sampleTenant } from "../simulation/microsoft/tenant/sample-tenant.ts";
import type { SimulatedTenant } from "../simulation/microsoft/tenant/tenant.ts";
import { answerDialogs, type DialogAnswers } from "./harness/answer-dialogs.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { killLakeProcess, openFreshLake, tenantTrail } from "./lake-under-test.ts";

const extraCertificates = "NODE_EXTRA_CA_CERTS";
const clock = { now: () => Date.now(), sleep: async (ms: number) => sleep(ms) };
const delivery = { hours: 0, tail: 0, changed: 0, twice: 0, listedLate: 0 };

async function rowsHeld(api: TenantTrailApi): Promise<number> {
  return (await api.listDays()).reduce((sum, { rows }) => sum + rows, 0);
}

/** Waits until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(50);
}

/** Waits for what takes longer than a look at the window may. */
async function eventually(look: () => Promise<void>): Promise<void> {
  for (let left = 4; left > 0; left -= 1)
    try {
      return await look();
    } catch {
      // Looked at again.
    }
  await look();
}

/** Collecting as a person does it, from a simulated Microsoft on a loopback port, with real sign-in and real requests. */
describe("collecting", () => {
  const editor = new EditorWindow();
  const certificatesBefore = process.env[extraCertificates];
  let folder: string;
  let lake: string;
  let tenant: SimulatedTenant;
  let face: HttpsFace;
  let dialogs: DialogAnswers;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tenanttrail-collector-"));
    // Without a licence only audits and activity are offered, so that few requests are needed.
    const licences = [{ fromMs: Number.NEGATIVE_INFINITY, licence: "free" as const }];
    const nowMs = Date.now() - 3_600_000;
    tenant = sampleTenant({ nowMs, days: 5, daysAhead: 0, users: 40, scale: 0.2, delivery, licences });
    const certificates = await makeServerCertificates(Date.now());
    const authority = join(folder, "authority.pem");
    await writeFile(authority, certificates.authority);
    face = await serveHttps(new SimulatedMicrosoft(tenant, clock), { certificate: certificates.server });
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    lake = await openFreshLake();
    dialogs = answerDialogs();
    // The lake process trusts the simulated Microsoft only when it is started so.
    process.env[extraCertificates] = authority;
    await killLakeProcess();
  });

  after(async () => {
    if (certificatesBefore === undefined) delete process.env[extraCertificates];
    else process.env[extraCertificates] = certificatesBefore;
    dialogs.dispose();
    await killLakeProcess();
    await face.stop();
    await commands.executeCommand("workbench.action.closeAllEditors");
    await commands.executeCommand("notifications.clearAll");
    await rm(folder, { recursive: true, force: true });
  });

  async function enter(label: string, text: string): Promise<void> {
    await editor.click(`vscode-text-field:has([aria-label='${label}']) , vscode-text-field[aria-label='${label}']`);
    await editor.type(text);
    await editor.waitFor(`vscode-text-field[current-value='${text}']`);
  }

  it("a tenant is added on one page, and every source is tried", async function () {
    this.timeout(150_000);
    await commands.executeCommand("tenantTrail.addTenant");
    await editor.waitFor("text=Directory (tenant) ID on the overview page");
    await enter("Name", "Contoso (simulated)");
    await enter("Tenant id", tenant.tenantId);
    await enter("Application id", sampleApp.clientId);
    await enter("Client secret", sampleApp.secrets[0]?.value ?? "");
    await editor.click("summary:has-text('Other servers')");
    await enter("Sign-in server", face.endpoints.login);
    await enter("Graph server", face.endpoints.graph);
    await enter("Management Activity server", face.endpoints.management);
    await editor.screenshot("add-tenant");
    await editor.click("vscode-button:has-text('Next: permissions')");
    await editor.waitFor("text=Register the app");
    await editor.screenshot("add-tenant-permissions");
    await editor.click("vscode-button:has-text('Next: check')");
    // Each missing licence is asked for three times at five requests in ten seconds.
    await eventually(() => editor.waitFor("text=/left out/"));
    await editor.waitFor("vscode-button:not([disabled]):has-text('Add tenant')");
    await editor.screenshot("add-tenant-check");
    await editor.click("vscode-button:has-text('Add tenant')");
    await editor.waitFor("vscode-button:has-text('Collect now')");
  });

  it("collecting fills the log days, every event once", async function () {
    this.timeout(150_000);
    await editor.click("vscode-button:has-text('Collect now')");
    await until(() => dialogs.asked.length > 0);
    const [asked] = dialogs.asked;
    assert.equal(asked?.message, "Collect the logs of Contoso (simulated) into this lake?");
    for (const named of [lake, tenant.tenantId]) assert.ok(asked?.detail.includes(named), asked?.detail);
    const { api } = await tenantTrail();
    await assert.rejects(async () => api.collect({}), { name: "CancelledError" });
    assert.equal(await rowsHeld(api), 0);
    dialogs.press = "Collect into this lake";
    await editor.click("vscode-button:has-text('Collect now')");
    await commands.executeCommand("tenantTrail.logDays.focus");
    await editor.waitFor("[role=treeitem][aria-label^='Office 365 activity, ']:not([aria-label*='nothing'])");
    await editor.screenshot("collecting");
    await eventually(() => editor.waitUntilGone(".statusbar-item:has-text('Collecting')"));
    const outcome = await api.collect();
    assert.deepEqual(
      outcome.tables.map(({ table, remaining }) => [table, remaining]),
      [
        ["audits", 0],
        ["activity", 0],
      ],
    );
    const days = await commands.executeCommand<readonly LogDay[]>("tenantTrail.listDays", {});
    for (const [table, sources] of [
      ["audits", ["directoryAudits"]],
      ["activity", ["Audit.AzureActiveDirectory", "Audit.Exchange", "Audit.SharePoint", "Audit.General", "DLP.All"]],
    ] as const) {
      const rows = days.filter((day) => day.table === table).reduce((sum, day) => sum + day.rows, 0);
      assert.equal(rows, tenant.existing(sources, Date.now()).size, table);
    }
    assert.ok(days.some(({ state }) => state === "settling"));
    assert.equal(dialogs.asked.length, 3, "once allowed it is not asked again");
  });

  it("the health page tells how the collection stands", async () => {
    await commands.executeCommand("tenantTrail.showHealth");
    await editor.waitFor("table th:has-text('Requests')");
    await editor.screenshot("collection-health");
  });
});
