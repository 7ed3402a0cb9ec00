import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const pauseMs = 200;

/** Who holds a lock shows at these intervals that it lives. */
const renewMs = 3_000;

/**
 * Does something while no other process on this machine does what the same file stands for. Who comes second says so and
 * waits; the lock of a process that was killed is taken over.
 *
 * @template Result
 * @param {string} file absolute path of the lock, in a folder that exists.
 * @param {() => Promise<Result>} work
 * @param {number} [quietMs] for so long a lock is watched that nobody renews, before it is taken over: its process may be
 *   dead and its number given to another one.
 * @returns {Promise<Result>} of the work.
 */
export async function whileLocked(file, work, quietMs = 10 * renewMs) {
  const own = `${process.pid} ${randomBytes(6).toString("hex")}`;
  await takeInTurn(file, own, quietMs);
  const renewing = setInterval(() => void renew(file), renewMs);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    if ((await readIfThere(file)) === own) await rm(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} own
 * @param {number} quietMs
 */
async function takeInTurn(file, own, quietMs) {
  /** @type {string | undefined} */
  let seen;
  let watchedMs = 0;
  while (!(await take(file, own))) {
    const held = await readIfThere(file);
    const renewed = await renewedMs(file);
    if (held === undefined || renewed === undefined) continue;
    if (seen === undefined) console.log(`Waiting for process ${Number.parseInt(held, 10)}, which holds ${file}…`);
    const now = `${held} ${renewed}`;
    // Waited time counts and not the clock's, for a machine that slept had nobody renewing either.
    watchedMs = now === seen ? watchedMs + pauseMs : 0;
    seen = now;
    if (isAlive(Number.parseInt(held, 10)) && watchedMs < quietMs) await sleep(pauseMs);
    else await breakLock(file, held);
  }
}

/** @param {string} file */
async function renew(file) {
  const now = new Date();
  // A lock that somebody has taken over by now is not there to be renewed, or is renewed once too often.
  await utimes(file, now, now).catch(() => undefined);
}

/** @param {string} file */
async function renewedMs(file) {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {string} own
 * @returns {Promise<boolean>} whether the lock is ours now.
 */
async function take(file, own) {
  const written = `${file}.${own.replace(" ", ".")}`;
  // The lock appears with its content, so that nobody reads an empty one.
  await writeFile(written, own);
  try {
    await link(written, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(written, { force: true });
  }
}

/**
 * Removes the lock of a dead process. Of two that do it, the slower may have taken away the lock that the faster holds by
 * then, and puts it back.
 *
 * @param {string} file
 * @param {string} dead what it held.
 */
async function breakLock(file, dead) {
  const aside = `${file}.${randomBytes(6).toString("hex")}.dead`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if ((await readIfThere(aside)) !== dead) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/** @param {string} file */
async function readIfThere(file) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * @param {number} pid
 * @returns {boolean} whether there is such a process, whoever's it is.
 */
export function isAlive(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
