import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { npm } from "./processes.mjs";
import { whileLocked } from "./while-locked.mjs";

/** Runs `npm ci` unless `node_modules` holds what `package-lock.json` names; of two commands at once, one does. */
export async function ensureDependencies() {
  if (await dependenciesAreCurrent()) return;
  await mkdir(join(root, "out"), { recursive: true });
  await whileLocked(join(root, "out", "npm-ci.lock"), async () => {
    if (await dependenciesAreCurrent()) return;
    console.log("Installing dependencies (npm ci)…");
    await npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root });
  });
}

/** Compares by content: a checkout or a copy changes the times of both files in any order. */
async function dependenciesAreCurrent() {
  const installedLock = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedLock)) return false;
  const wanted = await readPackages(join(root, "package-lock.json"));
  const installed = await readPackages(installedLock);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const found = installed[path];
    // Optional packages are mostly other platforms' binaries.
    return found === undefined ? optional === true : found.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }>>}
 */
async function readPackages(file) {
  return JSON.parse(await readFile(file, "utf8")).packages;
}
