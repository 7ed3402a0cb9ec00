import test from "node:test";
import { assertExact } from "./assert-exact.ts";
import { realCollector } from "./real-collector.ts";
import { makeSchedule } from "./schedule.ts";
import { live } from "./simulation.ts";

const atOnce = 10;

/**
 * Tests the lives of `count` seeds, in memory. A few hundred are in several files, so that all processors have some;
 * ten thousand of them are the bench's.
 */
export function testLives(from: number, count: number): void {
  for (let first = from; first < from + count; first += atOnce)
    test(`Simulated lives ${first} to ${first + atOnce - 1} end with exactly the events that exist`, async () => {
      for (let seed = first; seed < first + atOnce; seed += 1)
        assertExact(await live(makeSchedule(seed), realCollector));
    });
}
