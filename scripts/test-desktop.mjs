// npm run test:desktop [-- --grep PATTERN] [--version VERSION]
import { join } from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand, runToEnd } from "./lib/processes.mjs";

actAsCommand();
await ensureDependencies();
const { build, buildEditorTests } = await import("./build.mjs");
await build();
await buildEditorTests();
const script = join(root, "test", "editor", "harness", "desktop.ts");
const { code } = await runToEnd(await findNode(), [script, ...process.argv.slice(2)], { cwd: root, show: true });
process.exitCode = code;
