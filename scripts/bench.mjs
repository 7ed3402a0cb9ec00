import { join } from "node:path";
import { chooseBenches } from "./lib/bench-arguments.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { run } from "./lib/processes.mjs";

const chosen = chooseBenches(process.argv.slice(2));
await ensureDependencies();
const node = await findNode();
await run(node, [join(root, "scripts", "build.mjs")], { show: true });
for (const { name, file, args } of chosen) {
  console.log(`\n▸ ${name}`);
  await run(node, [join(root, "test", "bench", file), ...args], { show: true });
}
