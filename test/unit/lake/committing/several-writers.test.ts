import assert from "node:assert/strict";
import { test } from "node:test";
import type { StagedRow } from "../../../../src/lake/slices/staging.ts";
import { commitTo, HookedStorage, row, rowsOf, StandingClock, stateOf, writerOn } from "./some-writers.ts";

/** Two writers that know the same state: the other commits while the first is about to tell of its first slice. */
async function overtaken(held: readonly StagedRow[], first: readonly StagedRow[], other: readonly StagedRow[]) {
  const clock = new StandingClock();
  const storage = new HookedStorage(clock.now);
  await commitTo(writerOn(storage, clock), held);
  const [slow, fast] = [writerOn(storage, clock), writerOn(storage, clock)];
  storage.written.length = 0;
  let isOvertaken = false;
  storage.afterWrite = async (path) => {
    if (isOvertaken || !path.startsWith("signins/")) return;
    isOvertaken = true;
    const before = storage.written.length;
    await commitTo(fast, other);
    storage.written.splice(before);
  };
  await commitTo(slow, first);
  assert.ok(isOvertaken);
  const written = storage.written.filter((path) => path.startsWith("signins/"));
  return { rows: await rowsOf(storage, await stateOf(slow)), written };
}

test("a part that another writer changed is merged again from that, and only that one", async () => {
  const first = ["20", "21", "22"].map((day) => row(`a${day}`, `2026-11-${day}T10:00:00Z`));
  const { rows, written } = await overtaken([], first, [row("b", "2026-11-21T11:00:00Z")]);
  assert.deepEqual(rows, [
    "2026-11-20/00-24 a20",
    "2026-11-21/00-24 a21",
    "2026-11-21/00-24 b",
    "2026-11-22/00-24 a22",
  ]);
  assert.deepEqual(
    written.map((path) => path.slice("signins/dt=".length, "signins/dt=2026-11-22".length)),
    ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-21"],
  );
});

test("the same row by two writers at once is there once", async () => {
  const rows = [row("a", "2026-11-21T10:00:00Z"), row("b", "2026-11-21T10:00:00Z")];
  assert.deepEqual((await overtaken([], rows, rows)).rows, ["2026-11-21/00-24 a", "2026-11-21/00-24 b"]);
});

const exact = row("k", "2026-11-21T23:59:00Z");
const rough = row("k", "2026-11-22T00:02:00Z", true);
const later = row("k", "2026-11-23T23:58:00Z", true);

for (const [what, held, first, other, home] of [
  ["an exact row meets a rough one that came meanwhile", [], exact, rough, "2026-11-21"],
  ["a rough row meets an exact one that came meanwhile", [], rough, exact, "2026-11-21"],
  ["two rough ones of different days meet", [], rough, later, "2026-11-23"],
  ["an exact row meets a rough one that another exact one took meanwhile", [rough], exact, exact, "2026-11-21"],
] as const)
  test(`${what}: the key is in one slice`, async () => {
    const more = row("x", "2026-11-21T05:00:00Z");
    const { rows } = await overtaken([...held, row("y", "2026-11-22T05:00:00Z")], [more, first], [other]);
    assert.deepEqual(
      rows.filter((each) => each.endsWith(" k")),
      [`${home}/00-24 k`],
    );
    assert.equal(rows.length, 3);
  });

test("one key with rough times on both sides of a border comes into one slice", async () => {
  const clock = new StandingClock();
  const lake = writerOn(new HookedStorage(clock.now), clock);
  await commitTo(lake, [row("k", "2026-11-21T23:59:00Z", true), rough, row("y", "2026-11-22T05:00:00Z")]);
  assert.deepEqual(await rowsOf(lake.storage, await stateOf(lake)), ["2026-11-21/00-24 k", "2026-11-22/00-24 y"]);
});
