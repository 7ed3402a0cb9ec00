import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./paths.mjs";
import { whileLocked } from "./while-locked.mjs";

const abandonedAfterHours = 6;

/**
 * Fills a folder of the cache once. The folder appears whole or not at all, and of two runs at the same time one
 * fills it and the other waits for that.
 *
 * @param {string} key names the content and its version.
 * @param {(folder: string) => Promise<void>} install fills an empty folder.
 * @returns {Promise<string>} the filled folder.
 */
export async function installOnce(key, install) {
  const target = join(cacheFolder(), key);
  if (existsSync(target)) return target;
  await mkdir(cacheFolder(), { recursive: true });
  await whileLocked(`${target}.lock`, async () => {
    if (!existsSync(target)) await fill(target, install);
  });
  return target;
}

/**
 * @param {string} target
 * @param {(folder: string) => Promise<void>} install
 */
async function fill(target, install) {
  await removeAbandoned();
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  await mkdir(temporary);
  try {
    await install(temporary);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

async function removeAbandoned() {
  for (const name of await readdir(cacheFolder())) {
    if (!name.endsWith(".tmp")) continue;
    const folder = join(cacheFolder(), name);
    const status = await stat(folder).catch(() => undefined);
    if (status !== undefined && Date.now() - status.mtimeMs > abandonedAfterHours * 3_600_000)
      await rm(folder, { recursive: true, force: true });
  }
}
