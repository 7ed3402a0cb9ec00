import test from "node:test";
import { assertExact } from "./assert-exact.ts";
import { realCollector } from "./real-collector.ts";
import { makeSchedule } from "./schedule.ts";
import { live } from "./simulation.ts";

/** Ten thousand of them are the bench's. */
const inMemory = { from: 1, count: 150, atOnce: 25 };

for (let from = inMemory.from; from < inMemory.from + inMemory.count; from += inMemory.atOnce)
  test(`Simulated lives ${from} to ${from + inMemory.atOnce - 1} end with exactly the events that exist`, async () => {
    for (let seed = from; seed < from + inMemory.atOnce; seed += 1)
      assertExact(await live(makeSchedule(seed), realCollector));
  });
