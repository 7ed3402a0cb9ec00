import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeSchedule } from "../schedule.ts";
import { assertExact } from "./assert-exact.ts";
import { LifeProcess } from "./life-process.ts";

const atOnce = 10;

/**
 * Tests the lives of `count` seeds, in memory. A few hundred are in several files, so that all processors have some;
 * ten thousand of them are the bench's.
 */
export function testLives(from: number, count: number): void {
  let lives: LifeProcess | undefined;
  before(() => {
    lives = new LifeProcess();
  });
  after(() => lives?.end());
  for (let first = from; first < from + count; first += atOnce)
    test(`Simulated lives ${first} to ${first + atOnce - 1} end with exactly the events that exist`, async () => {
      for (let seed = first; seed < first + atOnce; seed += 1) {
        const found = await lives?.live(makeSchedule(seed));
        assertExact(found ?? assert.fail("no process lives"));
      }
    });
}
