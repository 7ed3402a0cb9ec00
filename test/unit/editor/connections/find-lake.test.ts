import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { type AwsConnection, findLake } from "../../../../src/editor/connections/find-lake.ts";
import type { Connection } from "../../../../src/protocol/lake.ts";

const workspace = join("/", "work");
const none = {
  setting: "",
  remembered: undefined as Connection | undefined,
  folders: [workspace],
  hasHeld: (_path: string): boolean => false,
  mayUseAws: true,
};
const folder = (path: string): Connection => ({ kind: "folder", path });
const withLedgers = (...lakes: string[]) => ({
  isFolder: async (path: string) => lakes.some((lake) => path === join(lake, "_ledger")),
});

test("the setting comes first, relative to the workspace, and may name a lake that is not there yet", async () => {
  assert.deepEqual(
    await findLake({ ...none, ...withLedgers(workspace), setting: "logs" }),
    folder(join(workspace, "logs")),
  );
  assert.deepEqual(await findLake({ ...none, ...withLedgers(), setting: join("/", "far") }), folder(join("/", "far")));
  assert.equal(await findLake({ ...none, ...withLedgers(), folders: [], setting: "logs" }), undefined);
});

test("then the lake used last, if it is still one", async () => {
  const remembered = join("/", "last");
  assert.deepEqual(
    await findLake({ ...none, remembered: folder(remembered), ...withLedgers(remembered, workspace) }),
    folder(remembered),
  );
  assert.deepEqual(
    await findLake({ ...none, remembered: folder(remembered), ...withLedgers(workspace) }),
    folder(workspace),
  );
});

test("then a workspace folder that is a lake, or has one in lake", async () => {
  assert.deepEqual(
    await findLake({ ...none, ...withLedgers(join(workspace, "lake")) }),
    folder(join(workspace, "lake")),
  );
  assert.equal(await findLake({ ...none, ...withLedgers() }), undefined);
});

test("a lake that has held logs is the one, there or not: no other answers in its place", async () => {
  const remembered = join("/", "last");
  const held = (path: string) => ({ hasHeld: (each: string) => each === path });
  assert.deepEqual(
    await findLake({ ...none, remembered: folder(remembered), ...withLedgers(workspace), ...held(remembered) }),
    folder(remembered),
  );
  const inside = join(workspace, "lake");
  assert.deepEqual(await findLake({ ...none, ...withLedgers(), ...held(inside) }), folder(inside));
});

test("a connection to AWS is opened when a setting names it or it was used last, and never in restricted mode", async () => {
  const aws: AwsConnection = { kind: "aws", region: "eu-west-1", stack: "logs" };
  const other: AwsConnection = { kind: "aws", region: "us-east-1" };
  const lakes = withLedgers(workspace);
  assert.deepEqual(await findLake({ ...none, ...lakes, remembered: aws }), aws);
  assert.deepEqual(await findLake({ ...none, ...lakes, remembered: other, awsSetting: aws }), aws);
  assert.deepEqual(await findLake({ ...none, ...lakes, awsSetting: aws, setting: "/far" }), folder("/far"));
  const untrusted = { ...none, ...lakes, mayUseAws: false };
  assert.deepEqual(await findLake({ ...untrusted, remembered: aws, awsSetting: aws }), folder(workspace));
});
