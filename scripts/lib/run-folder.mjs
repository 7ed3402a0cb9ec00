import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "./while-locked.mjs";

const ours = /^tenanttrail-run-([1-9]\d*)-\w{6}$/;

/**
 * Gives this process and all that it starts a temporary folder of its own, which is deleted when it exits, so that no
 * test that breaks off leaves anything. What runs that were killed left of theirs is deleted first.
 *
 * @returns {Promise<string>} absolute path of the folder.
 */
export async function useOwnTemporaryFolder() {
  const shared = tmpdir();
  for (const name of await readdir(shared)) {
    const pid = ours.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(shared, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(shared, `tenanttrail-run-${process.pid}-`));
  // Tests of missing rights become another user, who must get through to what belongs to that user.
  chmodSync(folder, 0o711);
  process.once("exit", () => removeAtExit(folder));
  // Windows has the other two names.
  for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = folder;
  return folder;
}

/** @param {string} folder */
function removeAtExit(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch (error) {
    // The next run deletes what a process that was killed just now still wrote.
    console.error(`${folder} is left for the next run to delete: ${error instanceof Error ? error.message : error}`);
  }
}
