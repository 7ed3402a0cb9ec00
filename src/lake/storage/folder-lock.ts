import { randomUUID } from "node:crypto";
import { lstat, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { minuteMs } from "../../base/time-units.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { hasCode } from "./file-errors.ts";
import { createPrivateFile } from "./private-files.ts";
import { isAlive } from "./processes.ts";
import { openPlain } from "./refuse-links.ts";

/** A lock guards one compare-and-rename, which takes milliseconds; one this old has lost its owner. */
const staleAfterMs = 30_000;
const giveUpAfterMs = minuteMs;

interface Owner {
  readonly nonce: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Runs `work` while holding a lock file made with `O_EXCL`, taking over the lock of an owner that died.
 * `work` is given a check that fails when the lock was taken away meanwhile.
 * @throws TenantTrailError `write-failed` when the lock cannot be had within a minute.
 */
export async function withLock<T>(
  lockFile: string,
  work: (stillOwned: () => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const nonce = await acquire(lockFile);
  const stillOwned = async (): Promise<boolean> => (await readOwner(lockFile))?.nonce === nonce;
  try {
    return await work(stillOwned);
  } finally {
    if (await stillOwned()) await rm(lockFile, { force: true });
  }
}

async function acquire(lockFile: string): Promise<string> {
  const owner: Owner = { nonce: randomUUID(), pid: process.pid, host: hostname() };
  const deadline = performance.now() + giveUpAfterMs;
  for (let wait = 2; ; wait = Math.min(wait * 2, 100)) {
    try {
      const handle = await createPrivateFile(lockFile);
      try {
        await handle.writeFile(JSON.stringify(owner));
      } finally {
        await handle.close();
      }
      return owner.nonce;
    } catch (error) {
      if (!hasCode(error, "EEXIST", "EPERM", "EACCES", "EBUSY")) throw error;
      if (hasCode(error, "EPERM", "EACCES") && process.platform !== "win32") throw error;
    }
    if (await isStale(lockFile)) await removeStale(lockFile);
    else if (performance.now() > deadline)
      throw new TenantTrailError(
        "write-failed",
        `Another program holds ${lockFile}. Close other windows on this lake, or delete the file if none is open.`,
      );
    else await sleep(wait * (0.5 + Math.random()));
  }
}

async function readOwner(lockFile: string): Promise<Owner | undefined> {
  try {
    const handle = await openPlain(lockFile);
    try {
      return JSON.parse(await handle.readFile("utf8")) as Owner;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

async function isStale(lockFile: string): Promise<boolean> {
  const [owner, status] = await Promise.all([readOwner(lockFile), lstat(lockFile).catch(() => undefined)]);
  if (status === undefined) return false;
  if (Date.now() - status.mtimeMs > staleAfterMs) return true;
  return owner !== undefined && owner.host === hostname() && !isAlive(owner.pid);
}

/** Moves the lock aside under a name of its own, so that of several takers one succeeds. */
async function removeStale(lockFile: string): Promise<void> {
  const before = await readOwner(lockFile);
  const aside = `${lockFile}.${randomUUID()}`;
  try {
    await rename(lockFile, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  const taken = await readOwner(aside);
  if (taken?.nonce !== before?.nonce) await rename(aside, lockFile);
  else await rm(aside, { force: true });
}
