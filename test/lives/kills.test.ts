import assert from "node:assert/strict";
import test from "node:test";
import { LifeProcess } from "../simulation/lives/life-process.ts";
import { killedOnce } from "./killed-once.ts";

test("A collector that is killed between any two of its effects loses nothing", async (t) => {
  const lives = new LifeProcess();
  t.after(() => lives.end());
  for (let effect = 1; ; effect += 1) {
    const { kills, violations } = await lives.live(killedOnce({ effect, when: "before" }));
    assert.deepEqual(violations, [], `killed before effect ${effect}`);
    if (kills === 0) return assert.ok(effect > 30, `the run had ${effect - 1} effects`);
  }
});
