import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, realpath, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { removeAbandonedFolders, TemporaryFolder } from "../../../../src/service/temporary-folder.ts";

const child = fileURLToPath(new URL("./temporary-child.ts", import.meta.url));

async function parentFolder(context: TestContext): Promise<string> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), "tt-")));
  context.after(() => rm(parent, { recursive: true, force: true }));
  return parent;
}

async function makeOld(path: string): Promise<void> {
  const longAgo = Date.now() / 1000 - 8 * 86_400;
  await utimes(path, longAgo, longAgo);
}

test("what a killed process left is removed at the next start, what a live one uses is not", async (context) => {
  const parent = await parentFolder(context);
  const process_ = spawn(process.execPath, [child, parent], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(process_.stdout, "data")) as [Buffer];
  const left = line.toString("utf8").trim();
  await writeFile(join(left, "duckdb_temp_block-1.block"), "names of people");
  const own = await TemporaryFolder.make("dropped", parent);
  await makeOld(left);
  await makeOld(own.path);
  assert.deepEqual(await removeAbandonedFolders(parent), []);
  process_.kill("SIGKILL");
  await once(process_, "exit");
  assert.deepEqual(await removeAbandonedFolders(parent), [left]);
  assert.ok(existsSync(own.path));
  await own.remove();
  assert.deepEqual(await readdir(parent), []);
});

test("links, other names, and folders of which nobody can tell are left alone", async (context) => {
  const parent = await parentFolder(context);
  const elsewhere = join(parent, "elsewhere");
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, "kept"), "");
  const uuid = "5d7e1f6a-0000-4000-8000-000000000000";
  await symlink(elsewhere, join(parent, "tenanttrail-results-abcdef"));
  const names = [
    "tenanttrail-results-",
    "tenanttrail-results-abcdefg",
    "tenanttrail-other-abcdef",
    `tenanttrail-${process.pid}-${uuid}`,
    `tenanttrail-1x-${uuid}`,
  ];
  for (const name of names) {
    await mkdir(join(parent, name));
    await makeOld(join(parent, name));
  }
  await mkdir(join(parent, "tenanttrail-sample-justnw"));
  assert.deepEqual(await removeAbandonedFolders(parent), []);
  assert.ok(existsSync(join(elsewhere, "kept")));
  await makeOld(join(parent, "tenanttrail-sample-justnw"));
  const ofDead = join(parent, `tenanttrail-${2 ** 30}-${uuid}`);
  await mkdir(ofDead);
  await symlink(elsewhere, join(ofDead, "link"));
  await makeOld(ofDead);
  assert.deepEqual([...(await removeAbandonedFolders(parent))].sort(), [
    ofDead,
    join(parent, "tenanttrail-sample-justnw"),
  ]);
  assert.ok(existsSync(join(elsewhere, "kept")));
});

test("only its user can enter a temporary folder, whatever the umask", async (context) => {
  const parent = await parentFolder(context);
  const before = process.umask(0);
  context.after(() => process.umask(before));
  const open = await TemporaryFolder.make("sample", parent);
  process.umask(0o777);
  const closed = await TemporaryFolder.make("sample", parent);
  process.umask(before);
  for (const { path } of [open, closed]) assert.equal((await stat(path)).mode & 0o777, 0o700);
  for (const folder of [open, closed]) folder.removeNow();
  assert.deepEqual(await readdir(parent), []);
});

test("a folder whose path is too long for a socket works all the same", async (context) => {
  const parent = join(await parentFolder(context), "x".repeat(120));
  await mkdir(parent);
  const folder = await TemporaryFolder.make("results", parent);
  assert.deepEqual(await removeAbandonedFolders(parent), []);
  await folder.remove();
});
