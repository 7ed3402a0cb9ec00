import assert from "node:assert/strict";
import { test } from "node:test";
import { fuzz, keepFailure, newSeed } from "./fuzz-run.ts";
import { targets } from "./targets.ts";

const seed = newSeed();

for (const [target, { runs }] of targets)
  test(`fuzz: ${target}`, async () => {
    const run = { target, seed, runs };
    console.error(`  ${target}: ${runs} inputs, seed ${seed}`);
    const failure = await fuzz(run);
    if (failure !== undefined) assert.fail(await keepFailure(run, failure));
  });
