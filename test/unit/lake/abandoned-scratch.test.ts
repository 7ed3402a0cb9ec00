import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";

/** No process has such a number: Linux ends at 2^22, macOS and Windows are far below it. */
const deadPid = 999_000_000;

test("processes that start at the same time may all delete what a dead one left", async (t) => {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-scratch-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  for (let number = 0; number < 200; number += 1) {
    const folder = join(root, "_scratch", `${deadPid + number}@${hostname()}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "0a3d5fd2-4e1c-4a55-9d6e-1f6f0c5e7b11.unfinished"), "left");
  }
  await Promise.all(Array.from({ length: 32 }, (_, turn) => scratchLater(root, turn)));
  assert.deepEqual(await readdir(join(root, "_scratch")), [`${process.pid}@${hostname()}`]);
});

/** Those that start a moment later meet the folders that the others are deleting. */
async function scratchLater(root: string, turns: number): Promise<string> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  return new FolderStorage(root).scratch();
}
