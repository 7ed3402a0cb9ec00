import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import type { SliceChange } from "../../../src/lake/ledger/ledger-entry.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";

const digest = (letter: string): string => letter.repeat(64);
const change = (part: string, before: string | null, after: string): SliceChange => ({
  part,
  before,
  after,
  bytes: 1,
  rows: 1,
  tenants: { t: 1 },
  approximate: 0,
  firstMs: null,
  lastMs: null,
  columnBytes: [],
  added: 1,
  updated: 0,
  late: 0,
});
const part = "signins/dt=2026-11-22/00-24";

test("writers at once agree on one order and none is lost", async () => {
  const storage = new MemoryStorage();
  const writers = Array.from({ length: 8 }, () => new Ledger(storage, "signins"));
  await Promise.all(
    writers.map(async (ledger, writer) => {
      let { state } = await ledger.read();
      for (let turn = 0; turn < 6; turn += 1)
        state = await ledger.append(state, () => ({
          kind: "commit",
          slices: [
            change(
              `signins/dt=2026-11-0${writer + 1}/00-24`,
              turn === 0 ? null : digest(String(turn)),
              digest(String(turn + 1)),
            ),
          ],
        }));
    }),
  );
  const { state, damage } = await new Ledger(storage, "signins").read();
  assert.equal(damage, undefined);
  assert.equal(state.n, 48);
  assert.equal(state.anomalies.length, 0);
  assert.deepEqual(
    [...state.slices.values()].map(({ sha256 }) => sha256),
    Array.from({ length: 8 }, () => digest("6")),
  );
});

test("a checkpoint that is wrong, or belongs to another log, is not believed", async () => {
  const storage = new MemoryStorage();
  const ledger = new Ledger(storage, "signins");
  let { state } = await ledger.read();
  for (let n = 0; n < 40; n += 1)
    state = await ledger.append(state, () => ({
      kind: "claim",
      parts: { [`2026-10-${String((n % 28) + 1).padStart(2, "0")}`]: 1 },
    }));
  assert.ok(await storage.read("_ledger/signins/checkpoint.json"));
  assert.deepEqual((await new Ledger(storage, "signins").read()).state, state);
  await storage.overwrite("_ledger/signins/checkpoint.json", new TextEncoder().encode('{"n":32,"head":"zz"'));
  assert.deepEqual((await new Ledger(storage, "signins").read()).state, state);
});

test("a checkpoint whose last entry is another by now is not believed, though no later entry says so", async () => {
  const storage = new MemoryStorage();
  const ledger = new Ledger(storage, "signins");
  const { state: empty } = await ledger.read();
  const first = await ledger.append(empty, () => ({ kind: "claim", parts: { "2026-10-01": 1 } }));
  await ledger.append(first, () => ({ kind: "claim", parts: { "2026-10-02": 1 } }));
  await ledger.keepCheckpoint();
  assert.ok(await storage.read("_ledger/signins/checkpoint.json"));
  await storage.remove([ledger.entryPath(2)]);
  // An older state was put back without its checkpoint, and another writer went on from there.
  const state = await new Ledger(storage, "signins").append(first, () => ({
    kind: "claim",
    parts: { "2026-10-03": 1 },
  }));
  assert.deepEqual((await new Ledger(storage, "signins").read()).state, state);
  assert.deepEqual([...state.parts.keys()], ["2026-10-01", "2026-10-03"]);
});

test("the first claim of a day's parts stands", async () => {
  const storage = new MemoryStorage();
  const ledger = new Ledger(storage, "signins");
  const empty = (await ledger.read()).state;
  await ledger.append(empty, () => ({ kind: "claim", parts: { "2026-11-22": 4 } }));
  const state = await ledger.append(empty, () => ({ kind: "claim", parts: { "2026-11-22": 8 } }));
  assert.equal(state.parts.get("2026-11-22"), 4);
});

test("a slice that was replaced is remembered until an entry says that it is swept", async () => {
  const ledger = new Ledger(new MemoryStorage(), "signins");
  let state = (await ledger.read()).state;
  for (const [before, after] of [
    [null, "a"],
    ["a", "b"],
    ["b", "c"],
  ] as const)
    state = await ledger.append(state, () => ({
      kind: "commit",
      slices: [change(part, before && digest(before), digest(after))],
    }));
  assert.deepEqual(
    state.replaced.map(({ path, n }) => [path, n]),
    [
      [`${part}.${digest("a").slice(0, 16)}.parquet`, 2],
      [`${part}.${digest("b").slice(0, 16)}.parquet`, 3],
    ],
  );
  state = await ledger.append(state, () => ({ kind: "commit", sweptTo: 2 }));
  assert.deepEqual(
    state.replaced.map(({ n }) => n),
    [3],
  );
  assert.equal(state.slices.get(part)?.path, `${part}.${digest("c").slice(0, 16)}.parquet`);
});

test("a slice that something else changed is remembered for good", async () => {
  const storage = new MemoryStorage();
  const ledger = new Ledger(storage, "signins");
  let state = (await ledger.read()).state;
  for (const [before, after] of [
    [null, "a"],
    ["x", "b"],
    ["b", "c"],
  ] as const)
    state = await ledger.append(state, () => ({
      kind: "commit",
      slices: [change(part, before && digest(before), digest(after))],
    }));
  const path = `${part}.${digest("a").slice(0, 16)}.parquet`;
  assert.deepEqual(state.anomalies, [{ path, expected: digest("a"), found: digest("x") }]);
});

for (const [what, damage] of [
  ["deleted", async (file: string) => rm(file)],
  ["cut short", async (file: string) => writeFile(file, '{"n":2,')],
  [
    "edited",
    async (file: string) =>
      writeFile(file, JSON.stringify({ n: 2, previous: digest("0"), at: new Date().toISOString(), kind: "claim" })),
  ],
] as const)
  test(`an entry that was ${what} is noticed, and the log starts anew behind it`, async (context) => {
    const root = await mkdtemp(join(tmpdir(), "tenanttrail-ledger-"));
    context.after(() => rm(root, { recursive: true }));
    const storage = new FolderStorage(root);
    const ledger = new Ledger(storage, "signins");
    let state = (await ledger.read()).state;
    for (const day of ["2026-11-20", "2026-11-21", "2026-11-22"])
      state = await ledger.append(state, () => ({ kind: "claim", parts: { [day]: 1 } }));
    await damage(storage.locate(ledger.entryPath(2)));
    const reading = await new Ledger(storage, "signins").read();
    assert.equal(reading.damage, ledger.entryPath(2));
    assert.equal(reading.last, 3);
    const restarted = await ledger.restart(reading, {
      kind: "rebuilt",
      parts: { "2026-11-22": 2 },
      anomalies: [{ path: ledger.entryPath(2), expected: null, found: null }],
    });
    const again = await new Ledger(storage, "signins").read();
    assert.equal(again.damage, undefined);
    assert.deepEqual(again.state, restarted);
    const next = await ledger.append(again.state, () => ({ kind: "claim", parts: { "2026-11-23": 1 } }));
    assert.equal(next.n, 5);
    assert.deepEqual((await new Ledger(storage, "signins").read()).state, next);
  });

test("an append to a log that is damaged meanwhile ends with words", async () => {
  const storage = new MemoryStorage();
  const ledger = new Ledger(storage, "signins");
  const { state } = await ledger.read();
  await storage.overwrite(ledger.entryPath(1), new TextEncoder().encode("garbage"));
  await assert.rejects(
    ledger.append(state, () => ({ kind: "commit", slices: [change(part, null, digest("a"))] })),
    /was damaged at _ledger\/signins\/000000001\.json/,
  );
});

test("an entry that starts the log anew under another number than its file's is damage, and reading ends", async () => {
  for (const n of [2, 1e308]) {
    const storage = new MemoryStorage();
    const entry = { n, previous: null, at: "2026-11-22T10:00:00.000Z", kind: "rebuilt" };
    await storage.overwrite("_ledger/signins/000000001.json", new TextEncoder().encode(JSON.stringify(entry)));
    const { state, damage } = await new Ledger(storage, "signins").read();
    assert.deepEqual([state.n, damage], [0, "_ledger/signins/000000001.json"]);
  }
});
