import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { type TestContext, test } from "node:test";
import { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { DuckDBSliceWork } from "../../../src/lake/slices/duckdb-slice-work.ts";
import { withWorkDatabase } from "../../../src/lake/slices/work-database.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { StoredObject, WriteCondition } from "../../../src/lake/storage/storage.ts";
import { askLake, commitRows, lakeFolder, signIn } from "./temporary-lake.ts";

const at = (id: string, more: object = {}) => signIn(id, "2026-11-22T10:00:00Z", more);

/** A writer that is killed between its slices and its entry. */
class KilledWriter extends FolderStorage {
  override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    if (path.startsWith("_ledger/")) throw new Error("killed");
    return super.write(path, content, condition);
  }
}

/** Slices a → b → c of one part, one that a killed writer made of b, and no ledger. */
async function lostLedger(context: TestContext): Promise<string> {
  const root = await lakeFolder(context);
  const lake = new Lake(new FolderStorage(root));
  await commitRows(lake, [at("a", { appId: "old" })]);
  await commitRows(lake, [at("b")]);
  await assert.rejects(commitRows(new Lake(new KilledWriter(root)), [at("unnamed")]), /killed/);
  await commitRows(lake, [at("a", { appId: "new", userId: "u" }), at("c")]);
  await rm(lake.storage.locate("_ledger"), { recursive: true });
  return root;
}

test("a lost ledger is rebuilt from the slices that no other replaced, merged", async (context) => {
  const lake = new Lake(new FolderStorage(await lostLedger(context)));
  const state = await withWorkDatabase(lake.storage, (connection) =>
    lake.state(new DuckDBSliceWork(connection, lake.storage), "signins"),
  );
  assert.deepEqual(
    [...state.slices.values()].map(({ rows }) => rows),
    [4],
  );
  assert.deepEqual(await askLake(lake, "SELECT id, appid FROM read_parquet(LAKE(signins)) ORDER BY id"), [
    ["a", "new"],
    ["b", null],
    ["c", null],
    ["unnamed", null],
  ]);
  await commitRows(lake, [at("d")]);
  assert.equal((await askLake(lake, "SELECT id FROM read_parquet(LAKE(signins))")).length, 5);
});

test("who only looks takes the one with the most rows and writes nothing", async (context) => {
  const root = await lostLedger(context);
  const lake = new Lake(new FolderStorage(root));
  const before = await lake.storage.list("");
  const { state, damage } = await new LedgerLook(lake).read("signins");
  assert.ok(damage);
  assert.deepEqual(
    [...state.slices.values()].map(({ rows }) => rows),
    [3],
  );
  assert.deepEqual(await lake.storage.list(""), before);
});
