import assert from "node:assert/strict";
import test from "node:test";
import { LifeProcess } from "../simulation/lives/life-process.ts";
import { killedOnce } from "./killed-once.ts";

for (const when of ["before", "after"] as const)
  test(`A collector over S3 that is killed ${when} any of its requests loses nothing and counts nothing twice`, async (t) => {
    const lives = new LifeProcess();
    t.after(() => lives.end());
    for (let effect = 1; ; effect += 1) {
      const { kills, violations } = await lives.live(killedOnce({ effect, when }), "s3");
      assert.deepEqual(violations, [], `killed ${when} effect ${effect}`);
      if (kills === 0) return assert.ok(effect > 60, `the run had ${effect - 1} effects`);
    }
  });
