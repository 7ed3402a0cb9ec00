// npm start [-- --folder FOLDER] [--aws] [--serve] [--port PORT] [--browser-screenshot FILE] [--prepare]
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startStandIn } from "./lib/aws-tests.mjs";
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
    aws: { type: "boolean", default: false },
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
const folder = values.aws ? join(root, ".work", "aws") : values.folder === undefined ? sample : resolve(values.folder);
if (values.aws || folder === sample) await makeSampleLake(sample, node);
const aws = values.aws ? await openOnAws() : undefined;

const screenshot = values["browser-screenshot"];
const desktop = values.serve || values.aws || screenshot !== undefined ? undefined : findDesktopVscode();
if (values.prepare) console.log(`Ready: ${folder}`);
else if (desktop !== undefined) {
  await openDesktopVscode(desktop, folder);
  console.log(`Opened ${folder} in VS Code.`);
} else await serve();
await aws?.stop();

/**
 * Starts an AWS with the sample lake, and makes a workspace that is connected to it. The AWS ends with this process.
 *
 * @returns {Promise<{ environment: Record<string, string>, stop: () => Promise<void> }>} what the editor must see.
 */
async function openOnAws() {
  const files = join(root, ".work", "aws-profile");
  const { connection, endpoint, stack, bucket, stop } = await startStandIn(join(sample, "lake"), files);
  await mkdir(join(folder, ".vscode"), { recursive: true });
  await writeFile(
    join(folder, ".vscode", "settings.json"),
    `${JSON.stringify({ "tenantTrail.aws": connection, "tenantTrail.sampleWorkspace": true }, undefined, 2)}\n`,
  );
  const environment = {
    AWS_CONFIG_FILE: join(files, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(files, "credentials"),
    AWS_PROFILE: "stand-in",
  };
  console.log(`AWS stands in at ${endpoint} until Ctrl+C: stack ${stack}, bucket ${bucket}.`);
  console.log(
    `For another terminal: export ${Object.entries(environment)
      .map((each) => each.join("="))
      .join(" ")}`,
  );
  return { environment, stop };
}

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
    env: aws?.environment ?? {},
  });
  const address = server.url({ folder });
  if (screenshot !== undefined) {
    const { takeScreenshot } = await import("./lib/screenshot.mjs");
    await takeScreenshot(address, resolve(screenshot), values.aws || folder === sample ? "TenantTrail" : undefined);
    console.log(`Wrote ${resolve(screenshot)}`);
    await server.stop();
    return;
  }
  console.log(`VS Code with TenantTrail is served on this machine until Ctrl+C:\n\n  ${address}`);
  await server.ended;
  throw new Error(`VS Code's server ended.\n${server.log()}`);
}
