import assert from "node:assert/strict";
import { test } from "node:test";
import { takeLease } from "../../../src/function/lease.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";

const path = "_state/lease-signins.json";
const startMs = Date.parse("2026-11-30T12:00:00Z");

function ask(storage: MemoryStorage, run: string, nowMs = startMs, forMs = 600_000) {
  return takeLease(storage, { path, run, nowMs, untilMs: nowMs + forMs });
}

test("of many that ask at once, one works, and the others learn since when and until when", async () => {
  const storage = new MemoryStorage();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(storage, `run-${index}`)));
  assert.equal(answers.filter(({ given }) => given).length, 1);
  for (const answer of answers)
    if (!answer.given)
      assert.deepEqual([answer.since, answer.until], ["2026-11-30T12:00:00.000Z", "2026-11-30T12:11:00.000Z"]);
});

test("a lease that was given back can be had at once, and that of a killed run when its time is over", async () => {
  const storage = new MemoryStorage();
  const first = await ask(storage, "first");
  assert.ok(first.given);
  await first.release();
  assert.ok((await ask(storage, "killed")).given);
  assert.ok(!(await ask(storage, "too soon", startMs + 600_000)).given);
  assert.ok((await ask(storage, "next", startMs + 661_000)).given);
});

test("who comes back after his lease has ended takes nothing from the one who has it now", async () => {
  const storage = new MemoryStorage();
  const slow = await ask(storage, "slow");
  const next = await ask(storage, "next", startMs + 700_000);
  assert.ok(slow.given && next.given);
  await slow.release();
  assert.ok(!(await ask(storage, "third", startMs + 700_000)).given);
});

test("what is no lease holds nobody up", async () => {
  for (const text of ["", "{}", "null", '{"run":"x","since":"2026-11-30T12:00:00Z","until":"never"}']) {
    const storage = new MemoryStorage();
    await storage.overwrite(path, new TextEncoder().encode(text));
    assert.ok((await ask(storage, "first")).given, text);
  }
});
