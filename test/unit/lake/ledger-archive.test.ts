import assert from "node:assert/strict";
import { test } from "node:test";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import { sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import { LedgerPaths } from "../../../src/lake/ledger/ledger-paths.ts";
import type { StoredEntry } from "../../../src/lake/ledger/ledger-reader.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";

const paths = new LedgerPaths("signins", 4);
const open = (storage: MemoryStorage): Ledger => new Ledger(storage, "signins", undefined, paths);
const claimOf = (n: number) => ({
  kind: "claim" as const,
  parts: { [new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10)]: 1 as const },
});

/** A ledger of so many entries, and the bytes of each. */
async function ledgerOf(count: number): Promise<{ storage: MemoryStorage; entries: Map<number, Uint8Array> }> {
  const storage = new MemoryStorage();
  const ledger = open(storage);
  const entries = new Map<number, Uint8Array>();
  let { state } = await ledger.read();
  for (let n = 1; n <= count; n += 1) {
    state = await ledger.append(state, () => claimOf(n));
    entries.set(n, (await storage.read(paths.entry(n))) ?? new Uint8Array());
  }
  return { storage, entries };
}

test("old entries are moved into files of many, byte by byte, and the newest have files of their own", async () => {
  const { storage, entries } = await ledgerOf(18);
  assert.deepEqual(await storage.names(paths.folder), [
    ...[13, 14, 15, 16, 17, 18].map((n) => paths.entry(n)),
    ...[4, 8, 12].map((last) => paths.archive(last)),
  ]);
  assert.deepEqual(
    Buffer.from((await storage.read(paths.archive(8))) ?? []),
    Buffer.concat([5, 6, 7, 8].map((n) => entries.get(n) ?? new Uint8Array())),
  );
  const whole = await open(storage).readWhole();
  assert.deepEqual([whole.state.n, whole.state.parts.size, whole.damage], [18, 18, undefined]);
  for (const [n, bytes] of entries) assert.equal(await open(storage).digestOf(n), sha256(bytes));
  assert.equal(await open(storage).last(), 18);
});

for (const [what, change] of [
  ["changed", (text: string) => text.replace('"2026-01-06":1', '"2026-01-06":2')],
  ["deleted", (text: string) => text.split("\n").toSpliced(1, 1).join("\n")],
  ["put in another order", (text: string) => text.split("\n").toReversed().join("\n")],
] as const)
  test(`an archived entry that was ${what} is noticed when the log is read whole`, async () => {
    const { storage } = await ledgerOf(18);
    const path = paths.archive(8);
    const text = new TextDecoder().decode(await storage.read(path));
    await storage.overwrite(path, new TextEncoder().encode(change(text)));
    assert.equal((await open(storage).readWhole()).damage, path);
  });

test("an archive that is gone, or whose newer entries are all gone, is damage", async () => {
  const { storage } = await ledgerOf(18);
  const all = await storage.names(paths.folder);
  const rest = new MemoryStorage();
  for (const path of all.filter((each) => paths.numberOf(each) === undefined))
    await rest.overwrite(path, (await storage.read(path)) ?? new Uint8Array());
  const cut = await open(rest).read();
  assert.deepEqual([cut.damage, cut.last], [paths.entry(13), 12]);
  const restarted = await open(rest).restart(cut, { kind: "rebuilt" });
  assert.deepEqual([(await open(rest).read()).damage, restarted.n], [undefined, 13]);
  await storage.remove([paths.archive(8)]);
  assert.equal((await open(storage).readWhole()).damage, paths.entry(5));
});

test("what a killed run left beside its archive is deleted by the next, and only that", async () => {
  const { storage, entries } = await ledgerOf(19);
  for (const n of [6, 8]) await storage.overwrite(paths.entry(n), entries.get(n) ?? new Uint8Array());
  const other = new TextEncoder().encode('{"n":7}\n');
  await storage.overwrite(paths.entry(7), other);
  const ledger = open(storage);
  await ledger.append((await ledger.read()).state, () => claimOf(20));
  assert.deepEqual(
    (await storage.names(paths.folder, { shallow: true })).map((path) => paths.numberOf(path)),
    [7, 17, 18, 19, 20],
  );
  assert.equal((await open(storage).readWhole()).damage, undefined);
  assert.equal(await open(storage).digestOf(7), sha256(entries.get(7) ?? other));
});

test("what cannot be archived whole stays as it lies, and the log goes on", async () => {
  const { storage } = await ledgerOf(7);
  await storage.overwrite(paths.entry(2), new TextEncoder().encode("not a line"));
  const ledger = open(storage);
  const reading = await ledger.read();
  assert.equal(reading.damage, paths.entry(2));
  let state = await ledger.restart(reading, { kind: "rebuilt" });
  for (let n = 9; n <= 16; n += 1) state = await ledger.append(state, () => claimOf(n));
  const names = await storage.names(paths.folder);
  assert.deepEqual(
    names.map((path) => paths.numberOf(path) ?? paths.lastOfArchive(path)),
    [1, 2, 3, 4, 13, 14, 15, 16, 8, 12],
  );
  assert.deepEqual((await open(storage).readWhole()).state, state);
});

test("every entry is read as it lies there, also from the archive, and what was put beside it is told apart", async () => {
  const { storage, entries } = await ledgerOf(10);
  const read = async (): Promise<StoredEntry[]> => {
    const all: StoredEntry[] = [];
    for await (const entry of open(storage).entries()) all.push(entry);
    return all;
  };
  assert.deepEqual(
    (await read()).map(({ n, bytes, isBeside }) => [n, sha256(bytes), isBeside]),
    [...entries].map(([n, bytes]) => [n, sha256(bytes), false]),
  );
  const forged = new TextEncoder().encode("{}\n");
  await storage.overwrite(paths.entry(3), forged);
  const beside = (await read()).filter(({ isBeside }) => isBeside);
  assert.deepEqual(
    beside.map(({ n, path, bytes }) => [n, path, bytes]),
    [[3, paths.entry(3), forged]],
  );
  await storage.overwrite(paths.entry(3), entries.get(3) ?? new Uint8Array());
  assert.equal((await read()).length, 10);
});
