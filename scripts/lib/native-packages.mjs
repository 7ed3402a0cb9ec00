import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { installOnce } from "./install-once.mjs";
import { root } from "./paths.mjs";
import { npm, run } from "./processes.mjs";

/** VSIX target to the package with DuckDB's library for it. */
const bindings = {
  "linux-x64": "@duckdb/node-bindings-linux-x64",
  "linux-arm64": "@duckdb/node-bindings-linux-arm64",
  "alpine-x64": "@duckdb/node-bindings-linux-x64-musl",
  "alpine-arm64": "@duckdb/node-bindings-linux-arm64-musl",
  "darwin-x64": "@duckdb/node-bindings-darwin-x64",
  "darwin-arm64": "@duckdb/node-bindings-darwin-arm64",
  "win32-x64": "@duckdb/node-bindings-win32-x64",
  "win32-arm64": "@duckdb/node-bindings-win32-arm64",
};

/** The platforms that a VSIX can be made for. */
export const targets = Object.keys(bindings);

/** @returns {string} this machine's VSIX target. */
export function currentTarget() {
  const musl = process.platform === "linux" && existsSync("/etc/alpine-release");
  return `${musl ? "alpine" : process.platform}-${process.arch}`;
}

/**
 * Copies what the bundles load at run time: DuckDB's loader and one platform's library.
 *
 * @param {string} folder a `node_modules` folder beside the bundles.
 * @param {string} [target] one of {@link targets}; this machine's by default.
 * @throws {Error} when DuckDB has no library for the target.
 */
export async function copyNativePackages(folder, target = currentTarget()) {
  const binding = Object.entries(bindings).find(([name]) => name === target)?.[1];
  if (binding === undefined)
    throw new Error(`DuckDB has no library for ${target}. There is one for ${targets.join(", ")}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of ["@duckdb/node-bindings", "detect-libc"])
    await copyPackage(join(root, "node_modules", name), join(folder, name));
  await copyPackage(await findBinding(binding), join(folder, binding));
}

/** @param {string} name of a binding, which npm installs only on its own platform. */
async function findBinding(name) {
  const installed = join(root, "node_modules", name);
  if (existsSync(installed)) return installed;
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const { version } = lock.packages[`node_modules/${name}`];
  const folder = await installOnce(`${name.replace("/", "-")}-${version}`, async (into) => {
    await npm(["pack", `${name}@${version}`, "--pack-destination", into, "--loglevel=error"], { cwd: into });
    const [archive] = (await readdir(into)).filter((file) => file.endsWith(".tgz"));
    if (archive === undefined) throw new Error(`npm pack left no archive of ${name}`);
    await run("tar", ["-xzf", archive], { cwd: into });
    await rm(join(into, archive));
  });
  return join(folder, "package");
}

/**
 * @param {string} from
 * @param {string} to
 */
async function copyPackage(from, to) {
  await cp(from, to, { recursive: true, filter: (file) => !/\.(?:d\.ts|map)$/.test(file) });
}
