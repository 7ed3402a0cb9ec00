import { join } from "node:path";
import { installOnce } from "./install-once.mjs";
import { npm } from "./processes.mjs";

/** The npm package that carries VS Code's workbench and extension host, and VS Code's own version in it. */
export const hostVersion = "4.139.1";

const vscodeFolder = ["node_modules", "code-server", "lib", "vscode"];

/**
 * The registry's VS Code, installed into the cache on first use (about 600 MB) without building anything native.
 *
 * @returns {Promise<string>} the folder with `out/server-main.js`.
 */
export async function findVscodeHost() {
  const folder = await installOnce(`vscode-host-${hostVersion}-${process.platform}-${process.arch}`, async (into) => {
    console.log(`Downloading VS Code from the npm registry (code-server ${hostVersion})…`);
    const quiet = ["--ignore-scripts", "--engine-strict=false", "--no-audit", "--no-fund", "--loglevel=error"];
    await npm(["install", "--prefix", into, ...quiet, `code-server@${hostVersion}`]);
    await npm(["install", "--omit=dev", ...quiet], { cwd: join(into, ...vscodeFolder) });
  });
  return join(folder, ...vscodeFolder);
}
