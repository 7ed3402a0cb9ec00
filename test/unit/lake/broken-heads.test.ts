import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { brokenHeads, headsOf } from "../../../src/lake/ledger/broken-heads.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import { sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { LakeHeads } from "../../../src/protocol/ledger-heads.ts";

const table = "signins";

interface Ground {
  readonly root: string;
  readonly folder: string;
  readonly append: (entries: number) => Promise<LakeHeads>;
  readonly broken: (known: LakeHeads) => Promise<readonly string[]>;
}

async function openGround(t: TestContext): Promise<Ground> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-heads-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  const ledger = () => new Ledger(new FolderStorage(root), table);
  return {
    root,
    folder: join(root, "_ledger", table),
    append: async (entries) => {
      let { state } = await ledger().read();
      for (let count = 0; count < entries; count += 1)
        state = await ledger().append(state, () => ({ kind: "commit", windows: [] }));
      return headsOf(new Map([[table, state]]));
    },
    broken: async (known) => (await brokenHeads(known, ledger)).map(({ reason }) => reason),
  };
}

test("a ledger that goes on from the head that was seen is not broken", async (t) => {
  const { append, broken } = await openGround(t);
  const seen = await append(3);
  assert.deepEqual(seen, { signins: { n: 3, sha256: seen.signins?.sha256 } });
  assert.deepEqual(await broken(seen), []);
  await append(4);
  assert.deepEqual(await broken(seen), []);
  assert.deepEqual(await broken({}), []);
});

test("the last entries deleted: the chain that is left is good, and the head tells", async (t) => {
  const { folder, append, broken } = await openGround(t);
  const seen = await append(5);
  await rm(join(folder, "000000005.json"));
  await rm(join(folder, "000000004.json"));
  assert.deepEqual(await broken(seen), [
    "The ledger ends with entry 3, and entry 5 was seen before: entries were deleted, or an older state was put back.",
  ]);
});

test("a whole older state put back, and written on, does not hold the entry that was seen", async (t) => {
  const { root, append, broken } = await openGround(t);
  await append(2);
  const older = await mkdtemp(join(tmpdir(), "tenanttrail-older-"));
  t.after(() => rm(older, { recursive: true, force: true }));
  await cp(root, older, { recursive: true });
  await append(1);
  await new Promise((resolve) => setTimeout(resolve, 2));
  const seen = await append(1);
  await rm(root, { recursive: true });
  await cp(older, root, { recursive: true });
  assert.match((await broken(seen)).join(), /ends with entry 2, and entry 4 was seen/);
  await append(9);
  assert.match((await broken(seen)).join(), /^Entry 4 of the ledger is not the one that was seen before/);
});

test("a ledger that is gone is said", async (t) => {
  const { root, append, broken } = await openGround(t);
  const seen = await append(2);
  await rm(join(root, "_ledger"), { recursive: true });
  assert.deepEqual(await broken(seen), ["The ledger is gone: 2 entries of it were seen before."]);
});

test("a chain that was rewritten from an entry on is good by itself, and the head tells", async (t) => {
  const { folder, append, broken } = await openGround(t);
  const seen = await append(4);
  let previous: string | null = null;
  for (const name of (await readdir(folder)).sort()) {
    const entry = JSON.parse(await readFile(join(folder, name), "utf8")) as Record<string, unknown>;
    const bytes = new TextEncoder().encode(
      `${JSON.stringify({ ...entry, previous, at: "2026-01-01T00:00:00.000Z" })}\n`,
    );
    await writeFile(join(folder, name), bytes);
    previous = sha256(bytes);
  }
  assert.deepEqual(await broken(seen), [
    "Entry 4 of the ledger is not the one that was seen before: the ledger was rewritten.",
  ]);
});

test("the seen entry alone deleted, with later ones there, is said", async (t) => {
  const { folder, append, broken } = await openGround(t);
  const seen = await append(3);
  await append(2);
  await rm(join(folder, "000000003.json"));
  assert.deepEqual(await broken(seen), ["Entry 3 of the ledger, which was seen before, is gone."]);
});
