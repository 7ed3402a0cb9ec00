import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../../../src/lake/ledger/ledger-entry.ts";
import { parseSlicePath, slicePath } from "../../../../src/lake/ledger/slice-path.ts";
import { recoverRows } from "../../../../src/lake/recover.ts";
import type { StagedRow } from "../../../../src/lake/slices/staging.ts";
import type { MemoryStorage } from "../../../../src/lake/storage/memory-storage.ts";
import type { LeftRows } from "../../../../src/protocol/left-rows.ts";
import { MemorySliceWork } from "../../../simulation/slices/memory-slice-work.ts";
import {
  commitTo,
  HookedStorage,
  row,
  rowsOf,
  SlicesInMemory,
  StandingClock,
  stateOf,
  writerOn,
} from "./some-writers.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** One of many rows that only make entries; they lie in eight slices, because each is written again with every row of it. */
function further(name: string, n: number): StagedRow {
  return row(`${name}${n}`, `2026-12-0${1 + (n % 8)}T10:00:00Z`);
}

async function slicesIn(storage: MemoryStorage): Promise<string[]> {
  return (await storage.names("signins/")).filter((path) => parseSlicePath(path) !== undefined);
}

test("a slice that was replaced is there for the grace period; later commits sweep it", async () => {
  const clock = new StandingClock();
  const storage = new SlicesInMemory(clock.now);
  const lake = writerOn(storage, clock);
  const seen: { readonly atMs: number; readonly path: string }[] = [];
  for (let n = 0; n < 60; n += 1) {
    await commitTo(lake, [row(`k${n}`, "2026-11-22T10:00:00Z")]);
    const [current] = (await stateOf(lake)).slices.values();
    seen.push({ atMs: clock.nowMs, path: current?.path ?? "" });
    const there = new Set(await slicesIn(storage));
    for (const [index, { path }] of seen.entries()) {
      const replacedMs = seen[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
      if (clock.nowMs <= replacedMs + hour) assert.ok(there.has(path), `${path} went too early`);
    }
    assert.ok(there.size <= 16, `${there.size} slices lie there`);
    clock.pass(15 * minute);
  }
  assert.equal((await rowsOf(storage, await stateOf(lake))).length, 60);
  assert.ok((await stateOf(lake)).replaced.length < 14);
});

test("the grace period is the lake's to choose", async () => {
  const clock = new StandingClock();
  const storage = new SlicesInMemory(clock.now);
  const lake = writerOn(storage, clock, day);
  for (let n = 0; n < 60; n += 1) {
    await commitTo(lake, [row(`k${n}`, "2026-11-22T10:00:00Z")]);
    clock.pass(15 * minute);
  }
  assert.equal((await slicesIn(storage)).length, 60);
});

test("a clock that is wrong sweeps nothing early: ages are by the storage's clock", async () => {
  const clock = new StandingClock();
  const storage = new SlicesInMemory(clock.now);
  const ahead = new StandingClock();
  const lake = writerOn(storage, ahead);
  for (let n = 0; n < 20; n += 1) {
    ahead.nowMs = clock.nowMs + (n % 2 === 0 ? 3 * hour : 0);
    await commitTo(lake, [row(`k${n}`, "2026-11-22T10:00:00Z")]);
    clock.pass(minute);
  }
  assert.equal((await slicesIn(storage)).length, 20);
});

/** A lake whose writer was killed before its entry: a slice with the given rows, and one entry of another day. */
async function withOrphan(rows: readonly StagedRow[]) {
  const clock = new StandingClock();
  const storage = new HookedStorage(clock.now);
  const lake = writerOn(storage, clock);
  await commitTo(lake, [row("first", "2026-11-23T10:00:00Z")]);
  let orphan = "";
  storage.afterWrite = async (path) => {
    if (path.startsWith("signins/")) orphan = path;
  };
  storage.beforeWrite = async (path) => {
    if (path.startsWith("_ledger/") && orphan !== "") throw new Error("killed");
  };
  await assert.rejects(commitTo(writerOn(storage, clock), rows), /killed/);
  storage.beforeWrite = async () => undefined;
  storage.afterWrite = async () => undefined;
  const commits = async (from: number, count: number, everyMs: number): Promise<readonly LeftRows[]> => {
    const left: LeftRows[] = [];
    for (let n = from; n < from + count; n += 1) {
      left.push(...(await commitTo(lake, [further("k", n)])).left);
      clock.pass(everyMs);
    }
    return left;
  };
  return { clock, storage, lake, orphan, commits };
}

test("what a killed writer left is swept after a week and not sooner, once its rows are held", async () => {
  const { storage, lake, orphan, commits } = await withOrphan([row("lost", "2026-11-22T10:00:00Z")]);
  await commitTo(lake, [row("more", "2026-11-22T11:00:00Z")]);
  await commitTo(lake, [row("lost", "2026-11-22T10:00:00Z")]);
  await commits(0, 300, 30 * minute);
  assert.ok((await slicesIn(storage)).includes(orphan));
  assert.deepEqual(await commits(300, 300, 30 * minute), []);
  assert.ok(!(await slicesIn(storage)).includes(orphan));
  assert.equal((await rowsOf(storage, await stateOf(lake))).length, 603);
});

test("what a killed writer left stays as long as its rows are held nowhere else, and every sweep says so", async () => {
  const { storage, orphan, commits } = await withOrphan([
    row("lost", "2026-11-22T10:00:00Z"),
    row("also", "2026-11-22T10:30:00Z"),
  ]);
  const left = await commits(0, 400, hour);
  assert.ok((await slicesIn(storage)).includes(orphan));
  assert.ok(left.length >= 2);
  for (const each of left) assert.deepEqual(each, { table: "signins", slices: 1, rows: 2, unread: 0 });
});

test("a row that is held only in an older version is not held", async () => {
  const older = row("k", "2026-11-22T10:00:00Z");
  const { storage, lake, orphan, commits } = await withOrphan([
    { ...older, observedMs: 5, raw: '{"id":"k","newer":1}' },
  ]);
  await commitTo(lake, [{ ...older, observedMs: 4 }]);
  assert.deepEqual((await commits(0, 140, 2 * hour)).at(-1), { table: "signins", slices: 1, rows: 1, unread: 0 });
  await commitTo(lake, [{ ...older, observedMs: 6, raw: '{"id":"k","newest":1}' }]);
  await commits(140, 140, 2 * hour);
  assert.ok(!(await slicesIn(storage)).includes(orphan));
});

test("a row of approximate time is held where the exact one is, a day away", async () => {
  const { storage, lake, orphan, commits } = await withOrphan([row("k", "2026-11-22T00:02:00Z", true)]);
  await commitTo(lake, [row("k", "2026-11-21T23:59:00Z")]);
  await commits(0, 140, 2 * hour);
  assert.ok(!(await slicesIn(storage)).includes(orphan));
});

test("a row of no tenant is held by the tenant that has its key", async () => {
  const { storage, lake, orphan, commits } = await withOrphan([
    { ...row("k", "2026-11-22T10:00:00Z"), tenantId: null },
  ]);
  await commitTo(lake, [row("k", "2026-11-22T10:00:00Z")]);
  await commits(0, 140, 2 * hour);
  assert.ok(!(await slicesIn(storage)).includes(orphan));
});

test("what cannot be read is never swept, and counted", async () => {
  const { storage, commits, orphan } = await withOrphan([row("lost", "2026-11-22T10:00:00Z")]);
  const hostile = [
    `signins/dt=2026-11-22/00-24.${"0".repeat(16)}.parquet`,
    `signins/dt=2026-11-22/00-12.${"0".repeat(16)}.parquet`,
    orphan.replace("11-22", "11-21"),
  ];
  const [first = "", second = "", third = ""] = hostile;
  await storage.overwrite(first, new Uint8Array(1));
  await storage.overwrite(second, new TextEncoder().encode('{"parent":null,"rows":[]}'));
  await storage.overwrite(third, new TextEncoder().encode('{"parent":null,"rows":[{}]}'));
  const left = await commits(0, 140, 2 * hour);
  for (const path of [...hostile, orphan]) assert.ok((await slicesIn(storage)).includes(path), path);
  assert.deepEqual(left.at(-1), { table: "signins", slices: 1, rows: 1, unread: 3 });
});

test("however many there are, each is looked at in turn", async () => {
  const { storage, lake, clock, commits } = await withOrphan([row("lost", "2026-11-22T10:00:00Z")]);
  const [held] = (await stateOf(lake)).slices.values();
  const bytes = await storage.read(held?.path ?? "");
  // Another part of the day has the same rows, so what lies there is held.
  const copies = Array.from({ length: 200 }, (_, n) => {
    const text = `${new TextDecoder().decode(bytes)}${" ".repeat(n + 1)}`;
    const copy = new TextEncoder().encode(text);
    return { path: slicePath("signins/dt=2026-11-23/00-12", sha256(copy)), copy };
  });
  for (const { path, copy } of copies) await storage.overwrite(path, copy);
  clock.pass(8 * day);
  await commits(0, 128 * 5, minute);
  const there = new Set(await slicesIn(storage));
  assert.deepEqual(
    copies.filter(({ path }) => there.has(path)),
    [],
  );
});

for (let cut = 1; cut <= 6; cut += 1)
  test(`when the last ${cut} entries of a ledger are gone, no sweep takes their rows, and recovering brings them back`, async () => {
    const clock = new StandingClock();
    const storage = new SlicesInMemory(clock.now);
    const whole = writerOn(storage, clock);
    for (let n = 0; n < 4; n += 1) {
      await commitTo(whole, [
        row(`a${n}`, `2026-11-2${n % 2}T10:00:00Z`),
        row(`r${n}`, `2026-11-20T23:59:5${n}Z`, true),
      ]);
      clock.pass(2 * hour);
    }
    const rows = await rowsOf(storage, await stateOf(whole));
    const entries = (await storage.names("_ledger/signins/")).filter((path) => /\d{9}\.json$/.test(path));
    await storage.remove([...entries.slice(-cut), "_ledger/signins/checkpoint.json"]);
    const lake = writerOn(storage, clock);
    clock.pass(10 * day);
    for (let n = 0; n < 140; n += 1) {
      await commitTo(lake, [further("later", n)]);
      clock.pass(2 * hour);
    }
    await recoverRows(new MemorySliceWork(storage, storage.decoded), lake);
    const after = await rowsOf(storage, await stateOf(lake));
    assert.deepEqual(
      after.filter((each) => !each.includes("later")),
      rows,
    );
    const again = await recoverRows(new MemorySliceWork(storage, storage.decoded), lake);
    assert.deepEqual(again, { slices: 0, added: 0, updated: 0, unread: [] });
    for (let n = 140; n < 280; n += 1) {
      await commitTo(lake, [further("later", n)]);
      clock.pass(2 * hour);
    }
    const state = await stateOf(lake);
    const named = new Set([...state.slices.values(), ...state.replaced].map(({ path }) => path));
    assert.deepEqual(
      (await slicesIn(storage)).filter((path) => !named.has(path)),
      [],
    );
    assert.equal((await rowsOf(storage, state)).length, rows.length + 280);
  });

test("a slice that was replaced stays when its successor is gone", async () => {
  const clock = new StandingClock();
  const storage = new SlicesInMemory(clock.now);
  const lake = writerOn(storage, clock);
  await commitTo(lake, [row("a", "2026-11-22T10:00:00Z")]);
  const [first] = (await stateOf(lake)).slices.values();
  await commitTo(lake, [row("b", "2026-11-22T10:00:00Z")]);
  const [second] = (await stateOf(lake)).slices.values();
  await storage.remove([second?.path ?? ""]);
  for (let n = 0; n < 140; n += 1) {
    clock.pass(2 * hour);
    await commitTo(lake, [further("k", n)]);
  }
  assert.ok((await slicesIn(storage)).includes(first?.path ?? ""));
  await recoverRows(new MemorySliceWork(storage, storage.decoded), lake);
  const rows = await rowsOf(storage, await stateOf(lake));
  assert.ok(rows.includes("2026-11-22/00-24 a"));
});

for (const where of ["before the entry is written", "after it was looked whether the slices are there"])
  test(`a writer that sleeps for a week, ${where}, has its slices there in the end`, async () => {
    const clock = new StandingClock();
    const storage = new HookedStorage(clock.now);
    const other = writerOn(storage, clock);
    await commitTo(other, [row("a", "2026-11-20T10:00:00Z")]);
    let asleep = false;
    const sleep = async (): Promise<void> => {
      if (asleep) return;
      asleep = true;
      for (let n = 0; n < 300; n += 1) {
        clock.pass(hour);
        await commitTo(other, [further("b", n)]);
      }
    };
    const isEntry = (path: string): boolean => path.startsWith("_ledger/");
    if (where.startsWith("before"))
      storage.afterWrite = async (path) => (path.startsWith("signins/dt=2026-11-22") ? sleep() : undefined);
    else
      storage.beforeWrite = async (path) =>
        isEntry(path) && storage.written.at(-1)?.startsWith("signins/dt=2026-11-22") ? sleep() : undefined;
    await commitTo(writerOn(storage, clock), [row("slow", "2026-11-22T10:00:00Z")]);
    assert.ok(asleep);
    const rows = await rowsOf(storage, await stateOf(other));
    assert.ok(rows.includes("2026-11-22/00-24 slow"));
    assert.equal(rows.length, 302);
  });

test("a file with a time in the future makes no other one old", async () => {
  const clock = new StandingClock();
  const storage = new HookedStorage(clock.now);
  const other = writerOn(storage, clock);
  await commitTo(other, [row("a", "2026-11-20T10:00:00Z")]);
  clock.pass(300 * day);
  await storage.write(`signins/dt=2026-11-19/00-24.${"0".repeat(16)}.parquet`, new Uint8Array(1), { ifAbsent: true });
  clock.pass(-300 * day);
  let isHeldUp = false;
  storage.afterWrite = async (path) => {
    if (isHeldUp || !path.startsWith("signins/dt=2026-11-22")) return;
    isHeldUp = true;
    for (let n = 0; n < 200; n += 1) await commitTo(other, [further("b", n)]);
  };
  await commitTo(writerOn(storage, clock), [row("slow", "2026-11-22T10:00:00Z")]);
  assert.ok(isHeldUp);
  assert.ok((await rowsOf(storage, await stateOf(other))).includes("2026-11-22/00-24 slow"));
});

test("a slice that was left out when a ledger was rebuilt is never swept, for it may be read again one day", async () => {
  const clock = new StandingClock();
  const storage = new SlicesInMemory(clock.now);
  const lake = writerOn(storage, clock);
  await commitTo(lake, [row("a", "2026-11-20T10:00:00Z")]);
  const [held] = (await stateOf(lake)).slices.values();
  const path = held?.path ?? "";
  const left = { path, expected: null, found: null };
  await lake.append("signins", await stateOf(lake), () => ({
    kind: "rebuilt",
    parts: {},
    slices: [],
    anomalies: [left],
  }));
  for (let n = 0; n < 300; n += 1) {
    await commitTo(lake, [further("k", n)]);
    clock.pass(hour);
  }
  assert.ok((await slicesIn(storage)).includes(path));
});
