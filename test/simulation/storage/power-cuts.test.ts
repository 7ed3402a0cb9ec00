import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../../src/sample-tenant/random.ts";
import { WatchedStorage } from "./watched-storage.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const ifAbsent = { ifAbsent: true } as const;

/** What is left of a folder in which something is done, after each of some power cuts. */
async function leftAfter(work: (storage: WatchedStorage, wait: (ms: number) => void) => Promise<void>) {
  const left = new Set<string>();
  for (let seed = 0; seed < 60; seed += 1) {
    let nowMs = 0;
    const watcher = { wrote: () => undefined, removed: () => undefined };
    const storage = new WatchedStorage(watcher, () => nowMs);
    storage.expectsPowerCut = true;
    await work(storage, (ms) => {
      nowMs += ms;
    });
    storage.cutPower(Random.of(seed, 0, 0, 1));
    const objects = await Promise.all((await storage.names("")).map((path) => storage.get(path)));
    left.add(objects.map((object) => `${object?.path}=${Buffer.from(object?.content ?? []).toString()}`).join(" "));
  }
  return [...left].sort();
}

test("a power cut takes what was not synced, or leaves it", async () => {
  const left = await leftAfter(async (storage) => {
    await storage.write("a/1", bytes("x"), ifAbsent);
  });
  assert.deepEqual(left, ["", "a/1=x"]);
});

test("what was synced stays, whoever synced its folder, and what was written half a minute ago", async () => {
  const synced = await leftAfter(async (storage) => {
    await storage.write("a/1", bytes("x"), ifAbsent);
    await storage.write("a/2", bytes("y"), ifAbsent);
    storage.synced("a/2");
  });
  assert.deepEqual(synced, ["a/1=x a/2=y"]);
  const old = await leftAfter(async (storage, wait) => {
    await storage.write("a/1", bytes("x"), ifAbsent);
    wait(30_000);
  });
  assert.deepEqual(old, ["a/1=x"]);
});

test("of one folder nothing stays without what was done to it before; folders go each by itself", async () => {
  const left = await leftAfter(async (storage) => {
    await storage.write("a/1", bytes("x"), ifAbsent);
    await storage.write("a/2", bytes("y"), ifAbsent);
    await storage.write("b/1", bytes("z"), ifAbsent);
  });
  assert.deepEqual(left, ["", "a/1=x", "a/1=x a/2=y", "a/1=x a/2=y b/1=z", "a/1=x b/1=z", "b/1=z"]);
});

test("what was overwritten is what it was, and what was removed is there again", async () => {
  const left = await leftAfter(async (storage) => {
    await storage.write("a/1", bytes("x"), ifAbsent);
    storage.synced("a/1");
    await storage.overwrite("a/1", bytes("y"));
    await storage.remove(["a/1"]);
  });
  assert.deepEqual(left, ["", "a/1=x", "a/1=y"]);
});

test("what a hand wrote over a file is not taken back", async () => {
  const left = await leftAfter(async (storage) => {
    await storage.write("a/1", bytes("x"), ifAbsent);
    storage.synced("a/1");
    await storage.overwriteByHand("a/1", bytes("edited"));
  });
  assert.deepEqual(left, ["a/1=edited"]);
});
