import test from "node:test";
import { assertExact } from "../simulation/lives/assert-exact.ts";
import { LifeProcess } from "../simulation/lives/life-process.ts";
import { makeSchedule } from "../simulation/schedule.ts";

/** Two hundred of them are the bench's. */
const overFolder = [10_003];

for (const seed of overFolder)
  test(`Simulated life ${seed} over a folder and DuckDB ends with exactly the events that exist`, async (t) => {
    const lives = new LifeProcess();
    t.after(() => lives.end());
    assertExact(await lives.live(makeSchedule(seed), "folder"), " --over-folder");
  });
