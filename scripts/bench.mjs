import { join } from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { run } from "./lib/processes.mjs";

/** Every bench, in the order in which they run; each is a file of `test/bench/`. */
const benches = {
  import: "bench.ts",
  "small-days": "small-days.ts",
  "three-years": "three-years.ts",
  "storage-calls": "storage-calls.ts",
  throughput: "throughput.ts",
  "settling-cost": "settling-cost.ts",
  "collector-memory": "collector-memory.ts",
  exactness: "exactness.ts",
};

const args = process.argv.slice(2);
const only = args[0] === "--only" ? args.splice(0, 2)[1] : undefined;
const chosen = Object.entries(benches).filter(([name]) => only === undefined || name === only);
if (chosen.length === 0) throw new Error(`There is no bench ${only}. There are ${Object.keys(benches).join(", ")}`);

await ensureDependencies();
const node = await findNode();
await run(node, [join(root, "scripts", "build.mjs")], { show: true });
for (const [name, file] of chosen) {
  console.log(`\n▸ ${name}`);
  await run(node, [join(root, "test", "bench", file), ...(only === undefined ? [] : args)], { show: true });
}
