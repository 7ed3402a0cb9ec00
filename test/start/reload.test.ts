import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../../scripts/lib/chromium.mjs";
import { findNode } from "../../scripts/lib/node.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { quietSettings } from "../../scripts/lib/quiet-settings.mjs";
import { findVscodeHost } from "../../scripts/lib/vscode-host.mjs";
import { linkExtension, startVscodeServer } from "../../scripts/lib/vscode-server.mjs";
import { plainMachine, plainWindow } from "../editor/harness/plain-machine.ts";
import { firstVisible } from "../editor/harness/visible.ts";

const patienceMs = 60_000;

const files = {
  "short.sql": "SELECT 40 + 2 AS answer;\n",
  "cells.sql": "SELECT 41 + 1 AS answer;\n",
  "endless.sql":
    "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z) WHERE (x * y + z) % 7 = 3;\n",
};

let folder: string;
let server: Awaited<ReturnType<typeof startVscodeServer>>;
let browser: Browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-reload-"));
  const workspace = join(folder, "workspace");
  await mkdir(join(workspace, ".vscode"), { recursive: true });
  for (const name of ["sql", "lake"]) await mkdir(join(workspace, name));
  await writeFile(join(workspace, ".vscode", "settings.json"), JSON.stringify({ "tenantTrail.lake": "lake" }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(workspace, "sql", name), text);
  const node = await findNode();
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

async function opened(): Promise<Page> {
  const page = await browser.newPage({ ...plainWindow, viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  await page.goto(server.url({ folder: join(folder, "workspace") }));
  await page.locator(".monaco-workbench .activitybar").waitFor();
  return page;
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+P");
  await page.locator(".quick-input-widget input").fill(name);
  await page.locator(`.quick-input-list [role=option][aria-label^='${name}']`).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`.tab.active[aria-label^='${name}']`).waitFor();
}

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").fill(`>${title}`);
  await page.locator(`.quick-input-list [role=option][aria-label*='${title}']`).first().waitFor();
  await page.keyboard.press("Enter");
}

/** As a person does it: VS Code writes down what it shows before it goes. */
async function reload(page: Page): Promise<void> {
  const gone = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  await command(page, "Developer: Reload Window");
  await gone;
  await page.locator(".monaco-workbench .activitybar").waitFor();
  await page
    .locator(".statusbar [id='tenanttrail.tenanttrail.tenantTrail.connection'], .statusbar :text('this folder')")
    .first()
    .waitFor();
}

/** Names of what is kept, wherever the server keeps the storage of workspaces. */
async function keptResults(): Promise<readonly string[]> {
  const all = await readdir(join(folder, "vscode"), { recursive: true });
  return all.filter((path) => /tenanttrail[^/\\]*[/\\]results[/\\][^/\\]+\.json$/.test(path));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Not so in time: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test("results and a query that was running come back after a reload of the window", async () => {
  const page = await opened();
  await openFile(page, "short.sql");
  await page.locator(".codelens-decoration a:has-text('Run')").first().click();
  await firstVisible(page, "#root [role=gridcell]:has-text('42')");
  await until(async () => (await keptResults()).length === 1);
  await reload(page);
  await firstVisible(page, "#root [role=gridcell]:has-text('42')");
  await firstVisible(page, "#root :text('kept over a reload of the window')");
  await page.screenshot({ path: join(root, "out", "reload-kept.png") });

  await openFile(page, "endless.sql");
  await page.locator(".codelens-decoration a:has-text('Run')").first().click();
  await firstVisible(page, "#root :text('Cancel')");
  await reload(page);
  await firstVisible(page, "#root :text('interrupted this query')");
  await page.screenshot({ path: join(root, "out", "reload-interrupted.png") });
  await page.locator(".activitybar a[aria-label^='TenantTrail']").click();
  await page.locator(".sidebar [role=treeitem][aria-label*=', interrupted,']").waitFor();

  await command(page, "TenantTrail: Clear kept results");
  await until(async () => (await keptResults()).length === 0);
  await reload(page);
  await page.locator(".tab[aria-label^='short']").first().waitFor();
  await page.locator(".tab[aria-label='short'], .tab[aria-label^='short,']").first().click();
  await firstVisible(page, "#root :text('was not kept over the reload')");
  assert.deepEqual(await keptResults(), []);
  await page.close();
});

test("outputs of a notebook come back after a reload of the window", async () => {
  const page = await opened();
  await openFile(page, "cells.sql");
  await page.locator(".codelens-decoration a:has-text('Run')").first().waitFor();
  await page.locator(".editor-actions [aria-label^='Open as notebook']").first().click();
  await page.locator(".notebook-toolbar-container :text('Run All')").first().click();
  await firstVisible(page, ".output-root [role=gridcell]:has-text('42')");
  await until(async () => (await keptResults()).length === 1);
  await reload(page);
  await firstVisible(page, ".output-root :text('kept over a reload of the window')");
  await firstVisible(page, ".output-root [role=gridcell]:has-text('42')");
  await page.screenshot({ path: join(root, "out", "reload-notebook.png") });
  await page.close();
});
