import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSlicePath } from "../../../../src/lake/ledger/day-part.ts";
import { MemoryStorage } from "../../../../src/lake/storage/memory-storage.ts";
import { commitTo, HookedStorage, row, rowsOf, StandingClock, stateOf, writerOn } from "./some-writers.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

async function slicesIn(storage: MemoryStorage): Promise<string[]> {
  return (await storage.names("signins/")).filter((path) => parseSlicePath(path) !== undefined);
}

test("a slice that was replaced is there for the grace period; later commits sweep it", async () => {
  const clock = new StandingClock();
  const storage = new MemoryStorage(clock.now);
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
  const storage = new MemoryStorage(clock.now);
  const lake = writerOn(storage, clock, day);
  for (let n = 0; n < 60; n += 1) {
    await commitTo(lake, [row(`k${n}`, "2026-11-22T10:00:00Z")]);
    clock.pass(15 * minute);
  }
  assert.equal((await slicesIn(storage)).length, 60);
});

test("a clock that is wrong sweeps nothing early: ages are by the storage's clock", async () => {
  const clock = new StandingClock();
  const storage = new MemoryStorage(clock.now);
  const ahead = new StandingClock();
  const lake = writerOn(storage, ahead);
  for (let n = 0; n < 20; n += 1) {
    ahead.nowMs = clock.nowMs + (n % 2 === 0 ? 3 * hour : 0);
    await commitTo(lake, [row(`k${n}`, "2026-11-22T10:00:00Z")]);
    clock.pass(minute);
  }
  assert.equal((await slicesIn(storage)).length, 20);
});

test("what no entry ever named is swept after a week and not sooner", async () => {
  const clock = new StandingClock();
  const storage = new MemoryStorage(clock.now);
  const stray = `signins/dt=2026-11-22/00-24.${"0".repeat(16)}.parquet`;
  const lake = writerOn(storage, clock);
  await commitTo(lake, [row("first", "2026-11-23T10:00:00Z")]);
  await storage.write(stray, new Uint8Array(1), { ifAbsent: true });
  const commits = async (from: number, count: number, everyMs: number): Promise<void> => {
    for (let n = from; n < from + count; n += 1) {
      await commitTo(lake, [row(`k${n}`, "2026-11-23T10:00:00Z")]);
      clock.pass(everyMs);
    }
  };
  await commits(0, 300, 30 * minute);
  assert.ok((await slicesIn(storage)).includes(stray));
  await commits(300, 300, 30 * minute);
  assert.ok(!(await slicesIn(storage)).includes(stray));
  assert.equal((await rowsOf(storage, await stateOf(lake))).length, 601);
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
        await commitTo(other, [row(`b${n}`, "2026-11-25T10:00:00Z")]);
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
    for (let n = 0; n < 200; n += 1) await commitTo(other, [row(`b${n}`, "2026-11-25T10:00:00Z")]);
  };
  await commitTo(writerOn(storage, clock), [row("slow", "2026-11-22T10:00:00Z")]);
  assert.ok(isHeldUp);
  assert.ok((await rowsOf(storage, await stateOf(other))).includes("2026-11-22/00-24 slow"));
});

test("a slice that was left out when a ledger was rebuilt is never swept, for it may be read again one day", async () => {
  const clock = new StandingClock();
  const storage = new MemoryStorage(clock.now);
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
    await commitTo(lake, [row(`k${n}`, "2026-11-25T10:00:00Z")]);
    clock.pass(hour);
  }
  assert.ok((await slicesIn(storage)).includes(path));
});
