import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { FolderGround } from "./folder-ground.ts";
import { realCollector } from "./real-collector.ts";
import { makeSchedule } from "./schedule.ts";
import { type Finding, type GroundMaker, live } from "./simulation.ts";

/** Ten thousand of them are the bench's. */
const inMemory = { from: 1, count: 200, atOnce: 25 };
const overFolder = [10_003, 10_004];

function assertExact({ seed, violations }: Finding, option = ""): void {
  const found = violations.slice(0, 5).map(({ kind, text }) => `${kind}: ${text}`);
  const alone = `Alone: node test/bench/exactness.ts --seed ${seed}${option}`;
  assert.deepEqual(found, [], `Seed ${seed} violates the invariants. ${alone}`);
}

for (let from = inMemory.from; from < inMemory.from + inMemory.count; from += inMemory.atOnce)
  test(`Simulated lives ${from} to ${from + inMemory.atOnce - 1} end with exactly the events that exist`, async () => {
    for (let seed = from; seed < from + inMemory.atOnce; seed += 1)
      assertExact(await live(makeSchedule(seed), realCollector));
  });

for (const seed of overFolder)
  test(`Simulated life ${seed} over a folder and DuckDB ends with exactly the events that exist`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-life-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const ground: GroundMaker = (time, invariants, go) => FolderGround.with(folder, time, invariants, go);
    assertExact(await live(makeSchedule(seed), realCollector, ground), " --over-folder");
  });
