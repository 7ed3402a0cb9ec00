import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { assertExact } from "../../simulation/assert-exact.ts";
import { FolderGround } from "../../simulation/folder-ground.ts";
import { realCollector } from "../../simulation/real-collector.ts";
import { makeSchedule } from "../../simulation/schedule.ts";
import { type GroundMaker, live } from "../../simulation/simulation.ts";

/** Two hundred of them are the bench's. */
const overFolder = [10_003];

for (const seed of overFolder)
  test(`Simulated life ${seed} over a folder and DuckDB ends with exactly the events that exist`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "tenanttrail-life-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const ground: GroundMaker = (time, invariants, go) => FolderGround.with(folder, time, invariants, go);
    assertExact(await live(makeSchedule(seed), realCollector, ground), " --over-folder");
  });
