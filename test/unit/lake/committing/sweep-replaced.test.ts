import assert from "node:assert/strict";
import { test } from "node:test";
import { sweepReplaced } from "../../../../src/lake/committing/sweep-replaced.ts";
import { commitTo, row, rowsOf, SlicesInMemory, StandingClock, stateOf, writerOn } from "./some-writers.ts";

const day = 86_400_000;

test("a slice that was replaced and is the lake's again is not swept with those that were replaced with it", async () => {
  const clock = new StandingClock();
  const storage = new SlicesInMemory(clock.now);
  const lake = writerOn(storage, clock);
  for (const key of ["a", "b", "c"]) await commitTo(lake, [row(key, "2026-11-22T10:00:00Z")]);
  clock.pass(day);
  const state = await stateOf(lake);
  const [current] = state.slices.values();
  assert.ok(current !== undefined);
  // Names are contents: what is merged back to what it was has the name that it had.
  const replaced = [...state.replaced, { path: current.path, n: state.n, atMs: clock.nowMs - day }];
  assert.equal(await sweepReplaced(lake, "signins", { ...state, replaced }, clock.nowMs), state.n);
  assert.equal((await rowsOf(storage, state)).length, 3);
  assert.deepEqual(await storage.names("signins/"), [current.path]);
});
