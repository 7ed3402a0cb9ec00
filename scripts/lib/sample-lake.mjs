import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./processes.mjs";

/**
 * Makes the workspace that `npm start` opens: a lake of the simulated tenant, and the setting by which it opens
 * on TenantTrail. What is already there is left as it is.
 *
 * @param {string} folder absolute path of the workspace.
 * @param {string} node a Node 24.
 */
export async function makeSampleLake(folder, node) {
  const settings = join(folder, ".vscode", "settings.json");
  await mkdir(dirname(settings), { recursive: true });
  if (!existsSync(settings)) {
    await writeFile(settings, `${JSON.stringify({ "tenantTrail.sampleWorkspace": true }, undefined, 2)}\n`);
  }
  const commandLine = join(root, "dist", "cli.mjs");
  if (existsSync(commandLine)) await run(node, [commandLine, "sample", folder], { show: true });
}
