import assert from "node:assert/strict";
import { test } from "node:test";
import { Lake } from "../../../src/lake/lake.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import { withWorkDatabase } from "../../../src/lake/slices/work-database.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";
import { type StoredObject, type WriteCondition, WriteConflict } from "../../../src/lake/storage/storage.ts";
import { writeOrFind } from "../../../src/lake/storage/write-or-find.ts";
import { verify } from "../../../src/lake/verify/verify.ts";
import { askLake, commitRows, lakeFolder, signIn, totals } from "./temporary-lake.ts";

/** What a storage does with a write, apart from doing it: answer nothing, or a conflict, before or after. */
type Fault = "reset after" | "conflict after" | "conflict before" | "reset before";

const faults: readonly Fault[] = ["reset after", "conflict after", "conflict before", "reset before"];

async function faulty<T>(fault: Fault | undefined, path: string, write: () => Promise<T>): Promise<T> {
  const error = fault?.startsWith("conflict") ? new WriteConflict(path) : new Error("read ECONNRESET");
  if (fault?.endsWith("before")) throw error;
  const written = await write();
  if (fault !== undefined) throw error;
  return written;
}

class FaultyMemory extends MemoryStorage {
  faults: Fault[] = [];

  override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    return faulty(this.faults.shift(), path, () => super.write(path, content, condition));
  }
}

class FaultyFolder extends FolderStorage {
  sliceFaults: Fault[] = [];
  entryFaults: Fault[] = [];

  override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    return faulty(this.entryFaults.shift(), path, () => super.write(path, content, condition));
  }

  override async writeFile(path: string, file: string, condition: WriteCondition): Promise<StoredObject> {
    const fault = path.endsWith(".parquet") ? this.sliceFaults.shift() : undefined;
    return faulty(fault, path, () => super.writeFile(path, file, condition));
  }
}

const note = (source: string) => ({
  kind: "commit" as const,
  failures: [{ tenantId: "t", source, from: at, to: at, at, code: "throttled", message: "wait" }],
});
const at = "2026-11-22T10:00:00.000Z";

test("an entry whose answer was lost, or was answered with a conflict, is found by reading", async () => {
  for (const fault of faults) {
    const storage = new FaultyMemory();
    const ledger = new Ledger(storage, "signins");
    const { state } = await ledger.read();
    storage.faults = [fault];
    const appended = ledger.append(state, () => note("a"));
    if (fault === "reset before") await assert.rejects(appended, /ECONNRESET/);
    else assert.equal((await appended).n, 1, fault);
    assert.equal((await storage.list("_ledger/signins/")).length, fault === "reset before" ? 0 : 1, fault);
  }
});

test("another writer's entry is not taken for one's own", async () => {
  const storage = new FaultyMemory();
  const [ours, theirs] = [new Ledger(storage, "signins"), new Ledger(storage, "signins")];
  const { state } = await ours.read();
  await theirs.append(state, () => note("theirs"));
  assert.equal((await ours.append(state, () => note("ours"))).n, 2);
});

test("a slice whose answer was lost, or was answered with a conflict, is found by reading and counted once", async (context) => {
  for (const fault of faults)
    for (const held of [false, true]) {
      const storage = new FaultyFolder(await lakeFolder(context));
      const lake = new Lake(storage);
      if (held) await commitRows(lake, [signIn("a", "2026-11-22T09:00:00Z")]);
      storage.sliceFaults = [fault];
      const rows = [signIn("b", "2026-11-22T10:00:00Z")];
      const committed = commitRows(lake, rows);
      if (fault === "reset before") await assert.rejects(committed, /ECONNRESET/);
      else assert.deepEqual(totals(await committed), { added: 1, updated: 0, late: 0 }, fault);
      assert.deepEqual(totals(await commitRows(lake, rows)).added, fault === "reset before" ? 1 : 0, fault);
      assert.deepEqual(await askLake(lake, "SELECT count(*)::INTEGER FROM read_parquet(LAKE(signins))"), [
        [held ? 2 : 1],
      ]);
      const found = await withWorkDatabase(storage, (connection) => verify(connection, lake, {}));
      assert.deepEqual(found, { checked: 1, mismatched: [], missing: [], duplicated: [] });
    }
});

test("a commit whose entries' answers are lost tells everything once", async (context) => {
  const storage = new FaultyFolder(await lakeFolder(context));
  const lake = new Lake(storage);
  storage.entryFaults = ["reset after", "conflict after"];
  await commitRows(lake, [signIn("a", "2026-11-22T09:00:00Z")]);
  assert.deepEqual(storage.entryFaults, []);
  const { state } = await lake.ledger("signins").read();
  assert.deepEqual([state.n, state.slices.size, state.anomalies], [2, 1, []]);
});

test("what else is stored is no success", async () => {
  const conflict = new WriteConflict("x");
  const refuse = async (): Promise<never> => Promise.reject(conflict);
  await assert.rejects(
    writeOrFind("ours", refuse, async () => "theirs"),
    conflict,
  );
  await assert.rejects(
    writeOrFind("ours", refuse, async () => undefined),
    conflict,
  );
  await writeOrFind("ours", refuse, async () => "ours");
});
