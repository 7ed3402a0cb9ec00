import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { isAlive } from "../../../scripts/lib/while-locked.mjs";

const lib = new URL("../../../scripts/lib/", import.meta.url);

/** Runs a module that imports one of the scripts' as `it`, in a process that is killed at the end in any case. */
function start(t: TestContext, module: string, code: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const text = `import * as it from ${JSON.stringify(new URL(module, lib).href)};\n${code}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) assert.fail("it has no output");
  const [line] = await once(createInterface(stdout), "line");
  return line;
}

async function lastLine({ stdout }: ChildProcess): Promise<string | undefined> {
  if (stdout === null) assert.fail("it has no output");
  let last: string | undefined;
  for await (const line of createInterface(stdout)) last = line;
  return last;
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-leftovers-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("what a command started dies with it, also when it is killed", async (t) => {
  const server = `console.log(process.pid); setInterval(() => {}, 1000)`;
  const child = start(
    t,
    "processes.mjs",
    `const child = it.spawnWithThisProcess(process.execPath, ["-e", ${JSON.stringify(server)}], { stdout: "inherit" });`,
  );
  const pid = Number(await firstLine(child));
  assert.ok(isAlive(pid));
  child.kill("SIGKILL");
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
});

test("a command that ends leaves alone what it started to go on, and tells its code", async (t) => {
  const child = start(
    t,
    "processes.mjs",
    `const { code, stdout } = await it.runToEnd("/bin/sh", ["-c", "sleep 60 >/dev/null 2>&1 & echo $!; exit 7"]);
     console.log(JSON.stringify([code, stdout.trim()]));`,
  );
  const [code, pid] = JSON.parse(await firstLine(child));
  assert.equal(code, 7);
  assert.ok(isAlive(Number(pid)));
  process.kill(Number(pid), "SIGKILL");
});

test("of two first runs at once, one fills a folder of the cache and the other waits for it", async (t) => {
  const cache = await folderOf(t);
  const code = `const folder = await it.installOnce("thing", async (into) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { appendFile, writeFile } = await import("node:fs/promises");
      await appendFile(${JSON.stringify(join(cache, "log"))}, "filled;");
      await writeFile(into + "/whole", "yes");
    });
    const { readFileSync } = await import("node:fs");
    console.log(readFileSync(folder + "/whole", "utf8"));`;
  const two = [1, 2].map(() => start(t, "install-once.mjs", code, { XDG_CACHE_HOME: cache }));
  assert.deepEqual(await Promise.all(two.map(lastLine)), ["yes", "yes"]);
  await Promise.all(two.map((child) => child.exitCode ?? once(child, "exit")));
  assert.equal(await readFile(join(cache, "log"), "utf8"), "filled;");
  assert.deepEqual(await readdir(join(cache, "tenanttrail")), ["thing"]);
});

test("the lock of a process that was killed is taken over, by one of all who wait for it at a time", async (t) => {
  const folder = await folderOf(t);
  const lock = join(folder, "lock");
  const holder = start(
    t,
    "while-locked.mjs",
    `await it.whileLocked(${JSON.stringify(lock)}, async () => {
    console.log("held"); await new Promise((resolve) => setTimeout(resolve, 60_000)); });`,
  );
  await firstLine(holder);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const inside = join(folder, "inside");
  const code = `const { mkdir, rmdir } = await import("node:fs/promises");
    await it.whileLocked(${JSON.stringify(lock)}, async () => {
      await mkdir(${JSON.stringify(inside)});
      await new Promise((resolve) => setTimeout(resolve, 30));
      await rmdir(${JSON.stringify(inside)});
    });
    console.log("done");`;
  const waiting = Array.from({ length: 4 }, () => start(t, "while-locked.mjs", code));
  assert.deepEqual(await Promise.all(waiting.map(lastLine)), ["done", "done", "done", "done"]);
  await Promise.all(waiting.map((child) => child.exitCode ?? once(child, "exit")));
  assert.deepEqual(await readdir(folder), []);
});

test("a lock that nobody renews is taken over, though its process's number belongs to somebody by now", async (t) => {
  const folder = await folderOf(t);
  const lock = join(folder, "lock");
  await writeFile(lock, `${process.pid} 0123456789ab`);
  const taking = start(
    t,
    "while-locked.mjs",
    `await it.whileLocked(${JSON.stringify(lock)}, async () => console.log("taken"), 400);`,
  );
  const said: string[] = [];
  taking.stdout?.setEncoding("utf8").on("data", (text: string) => said.push(text));
  await once(taking, "close");
  assert.deepEqual(said.join("").trim().split("\n"), [
    `Waiting for process ${process.pid}, which holds ${lock}…`,
    "taken",
  ]);
  assert.deepEqual(await readdir(folder), []);
});

test("a lock that is renewed is waited for, however long it is held", async (t) => {
  const folder = await folderOf(t);
  const lock = join(folder, "lock");
  const own = `${process.pid} 0123456789ab`;
  await writeFile(lock, own);
  const code = `await it.whileLocked(${JSON.stringify(lock)}, async () => console.log("taken"), 1_000);`;
  const waiting = start(t, "while-locked.mjs", code);
  await firstLine(waiting);
  for (let turn = 0; turn < 15; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await utimes(lock, new Date(), new Date());
    assert.equal(await readFile(lock, "utf8"), own);
  }
  await rm(lock);
  assert.equal(await firstLine(waiting), "taken");
});

test("a run has a temporary folder of its own, which goes with it, and deletes that of a run that was killed", async (t) => {
  const TMPDIR = await folderOf(t);
  const make = `const folder = await it.useOwnTemporaryFolder();
    const { writeFileSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    writeFileSync(tmpdir() + "/left", "");
    console.log(folder);`;
  const killed = start(t, "run-folder.mjs", `${make} setInterval(() => {}, 1000)`, { TMPDIR });
  const living = start(t, "run-folder.mjs", `${make} setInterval(() => {}, 1000)`, { TMPDIR });
  const [left, kept] = await Promise.all([firstLine(killed), firstLine(living)]);
  killed.kill("SIGKILL");
  await once(killed, "exit");
  assert.ok(existsSync(join(left, "left")));
  // Not a run's, whatever its name looks like.
  await writeFile(join(TMPDIR, "tenanttrail-run-x"), "");
  const next = start(t, "run-folder.mjs", make, { TMPDIR });
  const own = await firstLine(next);
  if (next.exitCode === null) await once(next, "exit");
  assert.deepEqual([existsSync(left), existsSync(kept), existsSync(own)], [false, true, false]);
});
