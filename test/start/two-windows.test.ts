import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "../../scripts/lib/chromium.mjs";
import { findNode } from "../../scripts/lib/node.mjs";
import { findVscodeHost } from "../../scripts/lib/vscode-host.mjs";
import { startVscodeServer } from "../../scripts/lib/vscode-server.mjs";

test("two editors that one browser shows do not lock each other out", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-two-windows-"));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const [node, host, executablePath] = [await findNode(), await findVscodeHost(), await findChromium()];
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: chromiumFlags,
  });
  t.after(() => browser.close());
  const context = await browser.newContext();
  const open = async (name: string) => {
    const server = await startVscodeServer({ node, host, data: join(folder, name) });
    t.after(() => server.stop());
    const page = await context.newPage();
    await page.goto(server.url({ folder }));
    await page.locator(".monaco-workbench .activitybar").waitFor({ timeout: 120_000 });
    return page;
  };
  const first = await open("first");
  const second = await open("second");
  for (const page of [first, second, first]) assert.equal((await page.reload())?.status(), 200);
});
