import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import { machineName } from "../../../src/lake/storage/scratch-folder.ts";

/** No process has such a number: Linux ends at 2^22, macOS and Windows are far below it. */
const deadPid = 999_000_000;

test("processes that start at the same time may all delete what a dead one left", async (t) => {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-scratch-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  for (let number = 0; number < 200; number += 1) {
    const folder = join(root, "_scratch", `${deadPid + number}-1-0a3d5fd2@${machineName()}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "0a3d5fd2-4e1c-4a55-9d6e-1f6f0c5e7b11.unfinished"), "left");
  }
  await Promise.all(Array.from({ length: 32 }, (_, turn) => scratchLater(root, turn)));
  const left = await readdir(join(root, "_scratch"));
  assert.deepEqual([left.length, left.filter((name) => !name.startsWith(`${process.pid}-`))], [32, []]);
});

/** Those that start a moment later meet the folders that the others are deleting. */
async function scratchLater(root: string, turns: number): Promise<string> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  return new FolderStorage(root).scratch();
}

test("a folder is its process's: not of another machine with the name of this one, and not of a later process with its number", async (t) => {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-scratch-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  const own = await new FolderStorage(root).scratch();
  const start = Number(/-(\d+)-/.exec(own.slice(own.lastIndexOf("/")))?.[1]);
  const names = {
    live: `${process.pid}-${start}-0a3d5fd2@${machineName()}`,
    before: `${process.pid}-${start - 3600}-0a3d5fd2@${machineName()}`,
    sameName: `${deadPid}-${start}-0a3d5fd2@${hostname()}-000000000000`,
  };
  for (const name of Object.values(names)) await mkdir(join(root, "_scratch", name), { recursive: true });
  const second = await new FolderStorage(root).scratch();
  assert.notEqual(second, own);
  const left = (await readdir(join(root, "_scratch"))).map((name) => join(root, "_scratch", name));
  assert.deepEqual(
    left.sort(),
    [own, second, join(root, "_scratch", names.live), join(root, "_scratch", names.sameName)].sort(),
  );
});
