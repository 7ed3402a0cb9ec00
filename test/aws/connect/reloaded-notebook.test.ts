import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../../../scripts/lib/chromium.mjs";
import { findNode } from "../../../scripts/lib/node.mjs";
import { root } from "../../../scripts/lib/paths.mjs";
import { quietSettings } from "../../../scripts/lib/quiet-settings.mjs";
import { findVscodeHost } from "../../../scripts/lib/vscode-host.mjs";
import { linkExtension, startVscodeServer } from "../../../scripts/lib/vscode-server.mjs";
import { plainMachine, plainWindow } from "../../editor/harness/plain-machine.ts";
import { firstVisible } from "../../editor/harness/visible.ts";

const patienceMs = 90_000;
const connected = ".statusbar :text('contoso-logs · us-east-1')";
const onAthena = ".kernel-label:has-text('Athena')";

let folder: string;
let aws: ChildProcess;
let server: Awaited<ReturnType<typeof startVscodeServer>>;
let browser: Browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-athena-reload-"));
  aws = spawn(process.execPath, [join(root, "test", "aws", "connect", "serve-lake.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { config, keys } = await saidBy(aws);
  const workspace = join(folder, "workspace");
  await mkdir(join(workspace, ".vscode"), { recursive: true });
  await mkdir(join(workspace, "sql"));
  const connection = { profile: "contoso", region: "us-east-1", stack: "contoso-logs" };
  await writeFile(join(workspace, ".vscode", "settings.json"), JSON.stringify({ "tenantTrail.aws": connection }));
  await writeFile(
    join(workspace, "sql", "cells.sql"),
    "SELECT userPrincipalName, count(*) AS n FROM signins GROUP BY 1;\n",
  );
  const data = join(folder, "vscode");
  await linkExtension(data, root);
  server = await startVscodeServer({
    node: await findNode(),
    host: await findVscodeHost(),
    data,
    settings: quietSettings,
    env: { ...plainMachine, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: keys },
  });
  const executablePath = await findChromium();
  browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: chromiumFlags });
});
after(async () => {
  await browser?.close();
  await server?.stop();
  aws?.stdin?.end();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test("a notebook on Athena is on Athena again after a reload of the window, with the rows that its cell showed", async () => {
  const page = await browser.newPage({ ...plainWindow, viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  await page.goto(server.url({ folder: join(folder, "workspace") }));
  await page.locator(".monaco-workbench .activitybar").waitFor();
  await page.keyboard.press("Control+P");
  await page.locator(".quick-input-widget input").fill("cells.sql");
  await page.locator(".quick-input-list [role=option][aria-label^='cells.sql']").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".editor-actions [aria-label^='Open as notebook']").first().click();
  await page.locator(onAthena).waitFor();
  await page.locator(".notebook-toolbar-container :text('Run All')").first().click();
  await firstVisible(page, ".output-root [role=gridcell]:has-text('adele.vance@contoso.com')");
  while ((await keptResults()).length === 0) await new Promise((resolve) => setTimeout(resolve, 200));
  await reload(page);
  await page.locator(connected).first().waitFor();
  await page.locator(onAthena).waitFor();
  await firstVisible(page, ".output-root :text('kept over a reload of the window')");
  await firstVisible(page, ".output-root [role=gridcell]:has-text('adele.vance@contoso.com')");
  await page.screenshot({ path: join(root, "out", "athena-reload-notebook.png") });
});

async function saidBy({ stdout }: ChildProcess): Promise<{ readonly config: string; readonly keys: string }> {
  if (stdout === null) throw new TypeError("the server's words are read");
  for await (const line of createInterface(stdout)) if (line.startsWith("{")) return JSON.parse(line);
  throw new Error("The AWS ended before it served.");
}

async function reload(page: Page): Promise<void> {
  const gone = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").fill(">Developer: Reload Window");
  await page.locator(".quick-input-list [role=option][aria-label*='Developer: Reload Window']").first().waitFor();
  await page.keyboard.press("Enter");
  await gone;
  await page.locator(".monaco-workbench .activitybar").waitFor();
}

/** Names of what is kept, wherever the server keeps the storage of workspaces. */
async function keptResults(): Promise<readonly string[]> {
  const all = await readdir(join(folder, "vscode"), { recursive: true });
  return all.filter((path) => /tenanttrail[^/\\]*[/\\]results[/\\][^/\\]+\.json$/.test(path));
}
