import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Storage, WriteConflict } from "../../../../src/lake/storage/storage.ts";

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);
const bytes = (said: string): Uint8Array => new TextEncoder().encode(said);
const conflict = { name: "WriteConflict" };

/** What every storage does, whatever a lake is kept in. @param make gives one with nothing in it. */
export function testStorage(kind: string, make: (context: TestContext) => Promise<Storage>): void {
  const contract = (what: string, check: (storage: Storage) => Promise<void>): void => {
    test(`${kind}: ${what}`, async (context) => check(await make(context)));
  };

  contract("an object is created once, and what was written is read", async (storage) => {
    const path = "_ledger/signins/000000001.json";
    const written = await storage.write(path, bytes("one"), { ifAbsent: true });
    assert.equal(written.path, path);
    assert.equal(written.bytes, 3);
    assert.ok(Math.abs(written.writtenMs - Date.now()) < 60_000);
    await assert.rejects(storage.write(path, bytes("two"), { ifAbsent: true }), conflict);
    assert.equal(text(await storage.read(path)), "one");
    assert.equal((await storage.head(path))?.version, written.version);
    const { content, ...object } = (await storage.get(path)) ?? assert.fail();
    assert.equal(text(content), "one");
    assert.equal(object.version, written.version);
    assert.equal(object.bytes, 3);
  });

  contract("the same bytes are created once too", async (storage) => {
    await storage.write("_state/a.json", bytes("same"), { ifAbsent: true });
    await assert.rejects(storage.write("_state/a.json", bytes("same"), { ifAbsent: true }), conflict);
  });

  contract("an object is replaced only while it is what was read", async (storage) => {
    const path = "tables/signins/dt=2026-11-20/slices";
    const first = await storage.write(path, bytes("one"), { ifAbsent: true });
    const second = await storage.write(path, bytes("two"), { ifVersion: first.version });
    assert.notEqual(second.version, first.version);
    await assert.rejects(storage.write(path, bytes("three"), { ifVersion: first.version }), conflict);
    assert.equal(text(await storage.read(path)), "two");
    await storage.overwrite(path, bytes("four"));
    assert.equal(text(await storage.read(path)), "four");
  });

  contract("what is not there is not replaced", async (storage) => {
    await assert.rejects(storage.write("_state/a.json", bytes("one"), { ifVersion: '"gone"' }), conflict);
    assert.equal(await storage.read("_state/a.json"), undefined);
  });

  contract("what is not there is undefined, and removing it is no error", async (storage) => {
    const path = "signins/dt=2026-11-20/00-24.0000000000000000.parquet";
    assert.equal(await storage.read(path), undefined);
    assert.equal(await storage.get(path), undefined);
    assert.equal(await storage.head(path), undefined);
    await storage.remove([path]);
    assert.deepEqual(await storage.list("signins/"), []);
  });

  contract("what was removed is not there, and can be created again", async (storage) => {
    const path = "signins/dt=2026-11-20/00-24.0000000000000000.parquet";
    await storage.write(path, bytes("rows"), { ifAbsent: true });
    await storage.remove([path]);
    assert.equal(await storage.head(path), undefined);
    await storage.write(path, bytes("rows"), { ifAbsent: true });
    assert.equal((await storage.head(path))?.bytes, 4);
    assert.equal(text(await storage.read(path)), "rows");
  });

  contract("an empty object is one", async (storage) => {
    await storage.write("_state/empty", bytes(""), { ifAbsent: true });
    assert.equal((await storage.read("_state/empty"))?.length, 0);
    assert.equal((await storage.head("_state/empty"))?.bytes, 0);
  });

  contract("objects are listed in the order of their paths, in pages, with or without folders", async (storage) => {
    const entries = Array.from({ length: 13 }, (_, n) => `_ledger/signins/${String(n).padStart(9, "0")}.json`);
    const archive = "_ledger/signins/archive/000000001-000000250.jsonl";
    const others = ["_ledger/audits/000000001.json", "signins/dt=2026-11-20/00-24.0000000000000000.parquet"];
    for (const path of [...entries, archive, ...others].reverse())
      await storage.write(path, bytes(path), { ifAbsent: true });
    const names = async (...asked: Parameters<Storage["names"]>) => storage.names(...asked);
    assert.deepEqual(await names("_ledger/signins/"), [...entries, archive]);
    assert.deepEqual(await names("_ledger/signins/", { shallow: true }), entries);
    assert.deepEqual(await names("_ledger/signins/", { limit: 5 }), entries.slice(0, 5));
    assert.deepEqual(await names("_ledger/signins/", { after: entries[9] ?? "" }), [...entries.slice(10), archive]);
    const page = { after: entries[3] ?? "", limit: 2, shallow: true };
    assert.deepEqual(await names("_ledger/signins/", page), entries.slice(4, 6));
    assert.deepEqual(await names("signins/"), [others[1]]);
    assert.deepEqual(await names(""), [others[0], ...entries, archive, others[1]]);
    assert.deepEqual(await names("nothing/"), []);
    const listed = await storage.list("_ledger/audits/");
    const [{ writtenMs = 0, ...object } = {}] = listed;
    const { writtenMs: headMs = 0, ...seen } = (await storage.head(others[0] ?? "")) ?? {};
    assert.deepEqual([listed.length, object], [1, seen]);
    assert.ok(Math.abs(writtenMs - headMs) <= 1000, "some tell seconds only");
  });

  contract("of writers at once one succeeds, and the others are told of the conflict", async (storage) => {
    const writers = Array.from({ length: 8 }, (_, n) =>
      storage.write("_ledger/signins/000000001.json", bytes(`writer ${n}`), { ifAbsent: true }).then(
        () => n,
        (error: unknown) => error,
      ),
    );
    const outcomes = await Promise.all(writers);
    const winners = outcomes.filter((outcome) => typeof outcome === "number");
    assert.equal(winners.length, 1);
    assert.ok(outcomes.every((outcome) => typeof outcome === "number" || outcome instanceof WriteConflict));
    assert.equal(text(await storage.read("_ledger/signins/000000001.json")), `writer ${winners[0]}`);
  });

  contract("a listing that is cancelled is not an error of the storage", async (storage) => {
    await storage.write("_state/a.json", bytes("a"), { ifAbsent: true });
    const signal = AbortSignal.abort();
    if (kind !== "memory") await assert.rejects(storage.list("_state/", { signal }), { name: "CancelledError" });
  });
}
