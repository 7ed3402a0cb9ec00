import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "../../../scripts/lib/chromium.mjs";
import { findNode } from "../../../scripts/lib/node.mjs";
import { root } from "../../../scripts/lib/paths.mjs";
import { quietSettings } from "../../../scripts/lib/quiet-settings.mjs";
import { findVscodeHost } from "../../../scripts/lib/vscode-host.mjs";
import { startVscodeServer } from "../../../scripts/lib/vscode-server.mjs";
import type { EditorUnderTest, RunPlace } from "./editor-run.ts";
import { plainMachine, plainWindow } from "./plain-machine.ts";
import { restrictedVariable } from "./window-protocol.ts";

/** A slow machine takes as long to load the window. */
const windowTimeoutMs = 120_000;

interface ServedOptions {
  /** The module in `out/` that the extension host runs. */
  readonly module?: string;
  /** By default the workspace opens in restricted mode. */
  readonly isTrusted?: boolean;
}

/** Opens the registry's VS Code in a Chromium that nobody sees, with the extension and its tests. */
export async function openServedEditor(
  { data, workspace, env }: RunPlace,
  { module = "editor-tests.cjs", isTrusted = false }: ServedOptions = {},
): Promise<EditorUnderTest> {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error("No Chromium or Chrome found; name one by CHROME_PATH");
  const server = await startVscodeServer({
    node: await findNode(),
    host: await findVscodeHost(),
    data,
    // Restricted mode comes without a question, which a test cannot answer before it runs.
    settings: { ...quietSettings, "security.workspace.trust.startupPrompt": "never" },
    env: { ...env, ...plainMachine, ...(!isTrusted && { [restrictedVariable]: "1" }) },
    asksForTrust: !isTrusted,
    // Only with it does the workbench read an extension under development and its tests from its address.
    args: ["--enable-smoke-test-driver"],
  });
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const context = await browser.newContext({ ...plainWindow, viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const lines: string[] = [];
  const { promise: exitCode, resolve, reject } = Promise.withResolvers<number>();
  page.on("console", (message) => lines.push(`[window] ${message.text()}`));
  page.on("pageerror", (error) => lines.push(`[window] ${error.stack ?? error.message}`));
  page.on("crash", () => reject(new Error("the window crashed")));
  void server.ended.then(() => reject(new Error("the server ended")));
  await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
    lines.push(`[extension host] ${type}: ${args.join(" ")}`);
  });
  await page.exposeFunction("codeAutomationExit", (code: number) => resolve(code));
  const address = server.url({ folder: workspace, extension: root, tests: join(root, "out", module) });
  await page.goto(address, { timeout: windowTimeoutMs });
  return {
    page: async () => page,
    exitCode,
    log: () => [...lines, server.log()].join("\n"),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}
