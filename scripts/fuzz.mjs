// npm run fuzz [-- --target NAME…] [--seed N] [--runs N]
import { join } from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand, runToEnd } from "./lib/processes.mjs";

actAsCommand();
await ensureDependencies();
const args = [join(root, "test", "fuzz", "fuzz.ts"), ...process.argv.slice(2)];
const { code } = await runToEnd(await findNode(), args, { cwd: root, show: true });
process.exitCode = code;
