import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../../scripts/lib/chromium.mjs";
import { findNode } from "../../scripts/lib/node.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { quietSettings } from "../../scripts/lib/quiet-settings.mjs";
import { makeSampleLake } from "../../scripts/lib/sample-lake.mjs";
import { findVscodeHost } from "../../scripts/lib/vscode-host.mjs";
import { linkExtension, startVscodeServer } from "../../scripts/lib/vscode-server.mjs";
import { labels } from "../../src/sample-tenant/labels.ts";
import { plainMachine, plainWindow } from "../editor/harness/plain-machine.ts";
import { firstVisible } from "../editor/harness/visible.ts";

const patienceMs = 60_000;
/** The sample lake takes seconds to be made, and minutes on a machine that is busy. */
const makingMs = 480_000;
const attacker = labels().find(({ kind }) => kind === "password-spray")?.ipAddresses[0];

let folder: string;
let server: Awaited<ReturnType<typeof startVscodeServer>>;
let browser: Browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-start-"));
  const node = await findNode();
  await makeSampleLake(join(folder, "sample"), node);
  const data = join(folder, "vscode");
  await linkExtension(data, root);
  server = await startVscodeServer({
    node,
    host: await findVscodeHost(),
    data,
    settings: quietSettings,
    env: plainMachine,
  });
  const executablePath = await findChromium();
  browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: chromiumFlags });
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function open(workspace: string): Promise<Page> {
  const page = await browser.newPage({ ...plainWindow, viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  await page.goto(server.url({ folder: workspace }));
  return page;
}

test("npm start opens on TenantTrail with the walkthrough beside it, whose first step shows the attacker", async () => {
  const page = await open(join(folder, "sample"));
  await page.locator(".sidebar [role=treeitem][aria-label^='Sign-ins, ']").waitFor();
  const items = page.locator(".sidebar [role=treeitem][aria-label]");
  const lines = await items.evaluateAll((all) => all.map((item) => item.getAttribute("aria-label") ?? ""));
  // The published records of `samples/` are years older than the tenant, and would be the first that is seen.
  assert.deepEqual(
    lines.filter((line) => /\b202[01]\b/.test(line)),
    [],
  );
  const steps = page.locator(".gettingStartedContainer .step-title");
  await steps.first().waitFor();
  assert.deepEqual(await steps.allInnerTexts(), [
    "Find an attacker",
    "See what the attacker did",
    "Bring the logs you have",
    "Ask your first question",
    "Write your first notebook",
    "Collect your tenant",
    "Connect to your lake",
  ]);
  await page.screenshot({ path: join(root, "out", "first-start.png") });
  await page.locator(".gettingStartedContainer .monaco-button:has-text('Find the attacker')").click();
  await firstVisible(page, `#root [role=gridcell]:has-text('${attacker}')`);
  await steps.first().waitFor();
  await page.locator(".gettingStartedContainer .codicon-getting-started-step-checked").first().waitFor();
  await page.screenshot({ path: join(root, "out", "first-attacker.png") });
  await steps.filter({ hasText: "See what the attacker did" }).click();
  await page.locator(".gettingStartedContainer .monaco-button:has-text('Show what the attacker did')").click();
  await firstVisible(page, "#root :text('Timeline of an address')");
  await page.locator(".gettingStartedContainer .codicon-getting-started-step-checked").nth(1).waitFor();
  await steps.filter({ hasText: "Write your first notebook" }).click();
  await page.locator(".gettingStartedContainer .monaco-button:has-text('New notebook')").click();
  await firstVisible(page, "span:text-is(':minAccounts')");
  // What stands in sight stays there: the notebook opened beside the results.
  await firstVisible(page, "#root :text('Timeline of an address')");
});

test("a window without a lake is left alone, and Log days offers a sample, collecting and importing", async () => {
  const page = await open(join(folder, "vscode", "user"));
  await page.locator(".activitybar a[aria-label='TenantTrail']").click();
  for (const offer of ["Open the sample lake", "Add a tenant", "Import logs", "Open a lake"])
    await page.locator(`.sidebar .welcome-view .monaco-button:has-text('${offer}')`).first().waitFor();
  assert.equal(await page.locator(".gettingStartedContainer .step-title").count(), 0);
  await page.locator(".sidebar .welcome-view .monaco-button:has-text('Open the sample lake')").click();
  await page.locator(".sidebar [role=treeitem][aria-label^='Sign-ins, ']").waitFor({ timeout: makingMs });
});
