import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { findLake } from "../../../src/editor/connections/find-lake.ts";

const workspace = join("/", "work");
const none = { setting: "", remembered: undefined, folders: [workspace], hasHeld: () => false };
const withLedgers = (...lakes: string[]) => ({
  isFolder: async (path: string) => lakes.some((lake) => path === join(lake, "_ledger")),
});

test("the setting comes first, relative to the workspace, and may name a lake that is not there yet", async () => {
  assert.equal(await findLake({ ...none, ...withLedgers(workspace), setting: "logs" }), join(workspace, "logs"));
  assert.equal(await findLake({ ...none, ...withLedgers(), setting: join("/", "far") }), join("/", "far"));
  assert.equal(await findLake({ ...none, ...withLedgers(), folders: [], setting: "logs" }), undefined);
});

test("then the lake used last, if it is still one", async () => {
  const remembered = join("/", "last");
  assert.equal(await findLake({ ...none, remembered, ...withLedgers(remembered, workspace) }), remembered);
  assert.equal(await findLake({ ...none, remembered, ...withLedgers(workspace) }), workspace);
});

test("then a workspace folder that is a lake, or has one in lake", async () => {
  assert.equal(await findLake({ ...none, ...withLedgers(join(workspace, "lake")) }), join(workspace, "lake"));
  assert.equal(await findLake({ ...none, ...withLedgers() }), undefined);
});

test("a lake that has held logs is the one, there or not: no other answers in its place", async () => {
  const remembered = join("/", "last");
  const held = (path: string) => ({ hasHeld: (each: string) => each === path });
  assert.equal(await findLake({ ...none, remembered, ...withLedgers(workspace), ...held(remembered) }), remembered);
  const inside = join(workspace, "lake");
  assert.equal(await findLake({ ...none, ...withLedgers(), ...held(inside) }), inside);
});
