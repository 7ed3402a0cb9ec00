import assert from "node:assert/strict";
import { existsSync, readdirSync, utimesSync } from "node:fs";
import fs, { mkdtemp, rm } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import { WriteConflict } from "../../../src/lake/storage/storage.ts";

const path = "_ledger/signins/000000001.json";

/** A folder on a file system that has no hard links, as exFAT and some network folders. */
async function withoutLinks(t: TestContext): Promise<{ root: string; onCopy: (work: () => Promise<void>) => void }> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-no-links-"));
  const { link, copyFile } = fs;
  let once: (() => Promise<void>) | undefined;
  fs.link = async () => {
    throw Object.assign(new Error("ENOTSUP: operation not supported, link"), { code: "ENOTSUP" });
  };
  fs.copyFile = async (from, to, mode) => {
    const work = once;
    once = undefined;
    await work?.();
    return copyFile(from, to, mode);
  };
  syncBuiltinESMExports();
  t.after(async () => {
    Object.assign(fs, { link, copyFile });
    syncBuiltinESMExports();
    await rm(root, { recursive: true, force: true });
  });
  return {
    root,
    onCopy: (work) => {
      once = work;
    },
  };
}

test("of writers that write one entry at once where there are no hard links, one wins and its entry stays", async (t) => {
  const { root } = await withoutLinks(t);
  const written = await Promise.allSettled(
    Array.from({ length: 12 }, (_, n) =>
      new FolderStorage(root).write(path, Buffer.from(`entry ${n}`), { ifAbsent: true }),
    ),
  );
  const won = written.flatMap(({ status }, n) => (status === "fulfilled" ? [n] : []));
  assert.equal(won.length, 1);
  for (const each of written) assert.ok(each.status === "fulfilled" || each.reason instanceof WriteConflict);
  assert.equal(String(await new FolderStorage(root).read(path)), `entry ${won[0]}`);
});

test("a writer that is held up while it copies its entry does not overwrite the one that came before it", async (t) => {
  const { root, onCopy } = await withoutLinks(t);
  onCopy(async () => {
    const locks = join(root, "_locks");
    // So long that its lock is another's by now, if it holds one.
    const longAgo = Date.now() / 1000 - 60;
    if (existsSync(locks)) for (const lock of readdirSync(locks)) utimesSync(join(locks, lock), longAgo, longAgo);
    await new FolderStorage(root).write(path, Buffer.from("the other's"), { ifAbsent: true });
  });
  await assert.rejects(new FolderStorage(root).write(path, Buffer.from("late"), { ifAbsent: true }), WriteConflict);
  assert.equal(String(await new FolderStorage(root).read(path)), "the other's");
});
