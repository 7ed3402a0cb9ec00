import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "mocha";
import { commands, Uri } from "vscode";
import { labels } from "../../src/sample-tenant/labels.ts";
import { sampleApp } from "../simulation/microsoft/app-registration.ts";
import { makeServerCertificates } from "../simulation/microsoft/certificates.ts";
import { serveHttps } from "../simulation/microsoft/https-server.ts";
import { SimulatedMicrosoft } from "../simulation/microsoft/microsoft.ts";
import { sampleTenant } from "../simulation/microsoft/sample-tenant.ts";
import { EditorWindow } from "./harness/editor-window.ts";
import { killLakeProcess, openFreshLake, tenantTrail } from "./lake-under-test.ts";

const clock = { now: () => Date.now(), sleep: async (ms: number) => sleep(ms) };
const find = {
  "password-spray": "credential-attacks/password-spray-by-address",
  "session-theft": "sessions-and-tokens/impossible-travel",
  "consent-grant": "applications/user-consent-to-application",
  "device-code": "sessions-and-tokens/device-code-sign-ins",
  "application-credential": "applications/new-credential-used-from-new-address",
} as const;

describe("full by hand", () => {
  it("thirty days at Microsoft's pace, the host killed twice, five attacks", async function () {
    this.timeout(1_200_000);
    const editor = new EditorWindow();
    const folder = await mkdtemp(join(tmpdir(), "tt-full-"));
    const nowMs = Date.now();
    const tenant = sampleTenant({ nowMs, days: 30, daysAhead: 3, users: 60 });
    const certificates = await makeServerCertificates(Date.now());
    const authority = join(folder, "authority.pem");
    await writeFile(authority, certificates.authority);
    const face = await serveHttps(new SimulatedMicrosoft(tenant, clock), { certificate: certificates.server });
    await openFreshLake();
    process.env["NODE_EXTRA_CA_CERTS"] = authority;
    await killLakeProcess();
    const enter = async (label: string, text: string) => {
      await editor.click(`vscode-text-field:has([aria-label='${label}']) , vscode-text-field[aria-label='${label}']`);
      await editor.press("Control+A");
      await editor.type(text);
    };
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
    await editor.click("vscode-button:has-text('Next: permissions')");
    await editor.waitFor("text=Register the app");
    await editor.click("vscode-button:has-text('Next: check')");
    for (let i = 0; i < 5; i += 1) try { await editor.waitFor("vscode-button:not([disabled]):has-text('Add tenant')"); break; } catch {}
    await editor.screenshot("full-check");
    await editor.click("vscode-button:has-text('Add tenant')");
    await editor.click("vscode-button:has-text('Collect now')");
    await commands.executeCommand("tenantTrail.logDays.focus");
    const { api, path } = await tenantTrail();
    const began = Date.now();
    for (const ms of [20_000, 40_000]) {
      await sleep(ms);
      await editor.screenshot(`full-${ms}`);
      await killLakeProcess();
      await sleep(3000);
      void commands.executeCommand("tenantTrail.collect");
    }
    await sleep(60_000);
    await editor.screenshot("full-later");
    for (;;) {
      const outcome = await api.collect();
      console.log(Math.round((Date.now() - began) / 1000), JSON.stringify(outcome.tables));
      if (outcome.tables.every(({ remaining, added }) => remaining === 0 && added < 50)) break;
    }
    await commands.executeCommand("tenantTrail.showHealth");
    await sleep(5000);
    await editor.screenshot("full-health");
    const days = await api.listDays({});
    console.log(JSON.stringify(Object.fromEntries(Map.groupBy(days, (d) => `${d.table} ${d.state}`).entries().map(([k, v]) => [k, [v.length, v.reduce((s, d) => s + d.rows, 0)]]))));
    const end = new Date(nowMs).toISOString();
    const found: string[] = [];
    for (const attack of labels({ end, days: 30, users: 60 })) {
      const { rows } = await api.runQuery({ uri: Uri.file(join(path, "sql/detections", `${find[attack.kind]}.sql`)) } as never, {});
      const text = JSON.stringify(rows);
      if ([attack.account, ...attack.ipAddresses].some((name) => text.includes(name))) found.push(attack.kind);
    }
    console.log("found", found.join(", "));
    assert.equal(found.length, 5);
    await face.stop();
  });
});
