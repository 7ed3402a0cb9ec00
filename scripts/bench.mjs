import { join } from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { run } from "./lib/processes.mjs";

await ensureDependencies();
const node = await findNode();
await run(node, [join(root, "scripts", "build.mjs")], { show: true });
await run(node, [join(root, "test", "bench", "bench.ts"), ...process.argv.slice(2)], { show: true });
