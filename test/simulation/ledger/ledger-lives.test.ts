import assert from "node:assert/strict";
import { test } from "node:test";
import { liveLedger } from "./ledger-life.ts";

const lives = 40;

test("a ledger that is archived all the time is one chain for everybody, whoever is killed or held up", async () => {
  let [strays, archived, kills] = [0, 0, 0];
  for (let seed = 1; seed <= lives; seed += 1)
    try {
      const life = await liveLedger(seed);
      strays += life.strays;
      archived += life.archived;
      kills += life.kills;
    } catch (error) {
      throw new Error(`The life of seed ${seed} fails.`, { cause: error });
    }
  // Without it these lives would prove nothing.
  assert.ok(strays > lives / 10 && archived > 50 * lives && kills > lives, `${strays}, ${archived}, ${kills}`);
});
