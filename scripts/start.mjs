// npm start [-- --folder FOLDER] [--serve] [--port PORT] [--browser-screenshot FILE] [--prepare]
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { findDesktopVscode, openDesktopVscode } from "./lib/desktop-vscode.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand } from "./lib/processes.mjs";
import { quietSettings } from "./lib/quiet-settings.mjs";
import { makeSampleLake } from "./lib/sample-lake.mjs";
import { findVscodeHost } from "./lib/vscode-host.mjs";
import { linkExtension, startVscodeServer } from "./lib/vscode-server.mjs";

const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    prepare: { type: "boolean", default: false },
    serve: { type: "boolean", default: false },
    port: { type: "string", default: "8420-8499" },
    "browser-screenshot": { type: "string" },
  },
});
actAsCommand();
await ensureDependencies();
const node = await findNode();
const { build } = await import("./build.mjs");
await build();

const sample = join(root, ".work", "sample");
const folder = values.folder === undefined ? sample : resolve(values.folder);
if (folder === sample) await makeSampleLake(sample, node);

const screenshot = values["browser-screenshot"];
const desktop = values.serve || screenshot !== undefined ? undefined : findDesktopVscode();
if (values.prepare) console.log(`Ready: ${folder}`);
else if (desktop !== undefined) {
  await openDesktopVscode(desktop, folder);
  console.log(`Opened ${folder} in VS Code.`);
} else await serve();

/** Serves VS Code until Ctrl+C, or until the screenshot is taken. */
async function serve() {
  const data = join(root, ".work", "vscode");
  await mkdir(data, { recursive: true });
  await linkExtension(data, root);
  const server = await startVscodeServer({
    node,
    host: await findVscodeHost(),
    data,
    port: values.port,
    settings: quietSettings,
  });
  const address = server.url({ folder });
  if (screenshot !== undefined) {
    const { takeScreenshot } = await import("./lib/screenshot.mjs");
    await takeScreenshot(address, resolve(screenshot), folder === sample ? "TenantTrail" : undefined);
    console.log(`Wrote ${resolve(screenshot)}`);
    await server.stop();
    return;
  }
  console.log(`VS Code with TenantTrail is served on this machine until Ctrl+C:\n\n  ${address}`);
  await server.ended;
  throw new Error(`VS Code's server ended.\n${server.log()}`);
}
