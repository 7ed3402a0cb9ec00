import assert from "node:assert/strict";
import { test } from "node:test";
import { LakePresence } from "../../../../src/editor/connections/lake-presence.ts";

/** A presence whose looks are made when the test says so. */
function watching() {
  const there = new Set(["/lake"]);
  const waiting: (() => void)[] = [];
  const state = { path: "/lake" as string | undefined, changes: 0, looks: 0, isMissed: false };
  const presence = new LakePresence({
    path: () => state.path,
    isThere: async (path) => {
      state.looks += 1;
      return there.has(path);
    },
    isMissed: () => state.isMissed,
    later: (_, work) => {
      waiting.push(work);
      return { dispose: () => void waiting.splice(0) };
    },
    onChange: () => {
      state.changes += 1;
    },
  });
  const look = async (): Promise<void> => {
    waiting.pop()?.();
    await new Promise(setImmediate);
  };
  return { presence, state, there, look, waiting };
}

test("a lake that goes is told once, and once more when it is back", async () => {
  const { state, there, look } = watching();
  await look();
  await look();
  assert.equal(state.changes, 0);
  there.delete("/lake");
  await look();
  await look();
  assert.equal(state.changes, 1);
  there.add("/lake");
  await look();
  await look();
  assert.equal(state.changes, 2);
});

test("a lake that went and came back between two looks is told to whoever missed it", async () => {
  const { state, look } = watching();
  await look();
  state.isMissed = true;
  await look();
  assert.equal(state.changes, 1);
  state.isMissed = false;
  await look();
  assert.equal(state.changes, 1);
});

test("another lake is no change of this one, and without a lake nothing is looked at", async () => {
  const { state, there, look } = watching();
  await look();
  there.add("/elsewhere");
  state.path = "/elsewhere";
  await look();
  state.path = undefined;
  await look();
  assert.deepEqual([state.changes, state.looks], [0, 2]);
});

test("a lake that goes before the first look at it is told, once, unless its absence is known", async () => {
  const { state, there, look } = watching();
  there.delete("/lake");
  await look();
  await look();
  assert.equal(state.changes, 1);
  state.path = "/elsewhere";
  await look();
  assert.equal(state.changes, 2);
  state.isMissed = true;
  state.path = "/third";
  await look();
  assert.equal(state.changes, 2);
});

test("it ends with its owner", async () => {
  const { presence, state, look, waiting } = watching();
  presence.dispose();
  await look();
  assert.deepEqual([state.looks, waiting.length], [0, 0]);
});
