// npm run package [-- --target TARGET]
import { mkdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { currentTarget } from "./lib/native-packages.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand, run } from "./lib/processes.mjs";

const { values } = parseArgs({ options: { target: { type: "string", default: currentTarget() } } });
actAsCommand();
await ensureDependencies();
const { build } = await import("./build.mjs");
await build({ production: true, target: values.target });
// The functions run on AWS's own processors, whatever the editor runs on.
const { packageLambda } = await import("./lib/lambda-package.mjs");
await packageLambda("arm64", join(root, "dist", "lambda"));

const folder = join(root, "out");
await mkdir(folder, { recursive: true });
const file = join(folder, `tenanttrail-${values.target}.vsix`);
const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
const args = ["package", "--no-dependencies", "--target", values.target, "--out", file];
await run(await findNode(), [vsce, ...args], { cwd: root, show: true });
const { size } = await stat(file);
console.log(`${relative(process.cwd(), file)}: ${(size / 1_000_000).toFixed(1)} MB`);
