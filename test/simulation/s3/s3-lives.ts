import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertExact } from "../lives/assert-exact.ts";
import { LifeProcess } from "../lives/life-process.ts";
import { makeSchedule } from "../schedule.ts";

const atOnce = 5;

/** Tests the lives of `count` seeds over the product's storage in a simulated bucket. */
export function testS3Lives(from: number, count: number): void {
  let lives: LifeProcess | undefined;
  before(() => {
    lives = new LifeProcess();
  });
  after(() => lives?.end());
  for (let first = from; first < from + count; first += atOnce)
    test(`Simulated lives ${first} to ${first + atOnce - 1} over S3 end with exactly the events that exist`, async () => {
      for (let seed = first; seed < first + atOnce; seed += 1) {
        const found = await lives?.live(makeSchedule(seed), "s3");
        assertExact(found ?? assert.fail("no process lives"), " --over-s3");
      }
    });
}
