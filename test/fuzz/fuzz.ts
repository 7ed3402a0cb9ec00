import { parseArgs } from "node:util";
import { fuzz, keepFailure, newSeed } from "./fuzz-run.ts";
import { targets } from "./targets.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(newSeed()) },
    runs: { type: "string", default: "20000" },
    target: { type: "string", multiple: true, default: [...targets.keys()] },
  },
});
const [seed, runs] = [Number(values.seed), Number(values.runs)];
if (!Number.isInteger(seed)) throw new Error(`--seed ${values.seed} is no whole number`);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is no count`);
const unknown = values.target.filter((name) => !targets.has(name));
if (unknown.length > 0)
  throw new Error(`There is no target ${unknown.join(", ")}. There are ${[...targets.keys()].join(", ")}`);

for (const target of values.target) {
  const run = { target, seed, runs };
  const failure = await fuzz(run);
  if (failure === undefined) console.log(`  ✓ ${target}: ${runs} inputs, seed ${seed}`);
  else {
    console.log(`  ✗ ${await keepFailure(run, failure)}`);
    process.exitCode = 1;
  }
}
