import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./processes.mjs";

/**
 * Makes the workspace that `npm start` opens: a lake of the published samples and the simulated tenant. What is already there is left as it is.
 *
 * @param {string} folder absolute path of the workspace.
 * @param {string} node a Node 24.
 */
export async function makeSampleLake(folder, node) {
  await mkdir(folder, { recursive: true });
  const commandLine = join(root, "dist", "cli.mjs");
  if (existsSync(commandLine)) await run(node, [commandLine, "sample", folder, join(root, "samples")], { show: true });
}
