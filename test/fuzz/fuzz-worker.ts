import assert from "node:assert/strict";
import { parentPort, workerData } from "node:worker_threads";
import fc from "fast-check";
import type { FuzzMessage, FuzzRun } from "./fuzz-run.ts";
import { targets } from "./targets.ts";

const { target: name, seed, runs } = workerData as FuzzRun;
const target = targets.get(name);
assert.ok(target !== undefined && parentPort !== null);
const port = parentPort;
const say = (message: FuzzMessage): void => port.postMessage(message);

const prepared = await target.prepare();
try {
  let tried = 0;
  const property = fc.asyncProperty(target.inputs, async (input) => {
    tried += 1;
    say({ kind: "trying", number: tried });
    await prepared.holds(input);
  });
  const found = await fc.check(property, { seed, numRuns: runs });
  if (!found.failed) say({ kind: "held" });
  else {
    const { errorInstance: error, counterexample } = found;
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say({ kind: "failed", why, input: fc.stringify(counterexample?.[0]) });
  }
} finally {
  await prepared.close();
}
