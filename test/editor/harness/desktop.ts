import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { type Browser, chromium, type Page } from "playwright-core";
import { root } from "../../../scripts/lib/paths.mjs";
import { actAsCommand } from "../../../scripts/lib/processes.mjs";
import { quietSettings } from "../../../scripts/lib/quiet-settings.mjs";
import { writeUserSettings } from "../../../scripts/lib/vscode-server.mjs";
import { type EditorUnderTest, type RunPlace, runInEditor } from "./editor-run.ts";

const { values } = parseArgs({
  options: {
    grep: { type: "string" },
    timeout: { type: "string", default: "600" },
    version: { type: "string", default: "stable" },
  },
});
actAsCommand();
const executable = await downloaded(values.version);
const totals = await runInEditor((place) => openDesktopEditor(executable, place), {
  grep: values.grep,
  timeoutMs: Number(values.timeout) * 1000,
});
console.log("Restricted mode is tested by npm test alone: @vscode/test-electron trusts every workspace.");
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

async function downloaded(version: string): Promise<string> {
  try {
    return await downloadAndUnzipVSCode(version);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(
      `VS Code ${version} could not be downloaded from Microsoft: ${reason}\n` +
        "npm test runs the same tests in the VS Code of the npm registry.",
    );
    process.exit(1);
  }
}

async function openDesktopEditor(
  vscodeExecutablePath: string,
  { data, workspace, env }: RunPlace,
): Promise<EditorUnderTest> {
  const debuggingPort = await freePort();
  await writeUserSettings(data, quietSettings);
  const exitCode = runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, "out", "editor-tests.cjs"),
    extensionTestsEnv: { ...env },
    launchArgs: [
      workspace,
      `--user-data-dir=${data}`,
      `--remote-debugging-port=${debuggingPort}`,
      "--disable-workspace-trust",
      "--skip-welcome",
    ],
  });
  let browser: Promise<Browser> | undefined;
  return {
    exitCode,
    log: () => "",
    page: async () => {
      browser ??= chromium.connectOverCDP(`http://127.0.0.1:${debuggingPort}`);
      return workbenchOf(await browser);
    },
    // The editor closes itself at the end of its tests, and with this process.
    close: async () => (await browser)?.close(),
  };
}

function workbenchOf(browser: Browser): Page {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const workbench = pages.find((page) => page.url().includes("workbench"));
  if (workbench === undefined) throw new Error(`No workbench among ${pages.map((page) => page.url()).join(", ")}`);
  return workbench;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no port");
  return address.port;
}
