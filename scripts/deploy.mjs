// npm run deploy -- --stack NAME --region REGION [options]; `src/entry/deploy.ts` has the options
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { packageLambda } from "./lib/lambda-package.mjs";
import { findNode } from "./lib/node.mjs";
import { root } from "./lib/paths.mjs";
import { actAsCommand } from "./lib/processes.mjs";

const given = process.argv.slice(2);
actAsCommand();
await ensureDependencies();
const makesCode = given.includes("--stack") && !given.includes("--code") && !given.includes("--delete");
const code = makesCode ? ["--code", (await packageLambda(architecture())).file] : [];
const script = join(root, "src", "entry", "deploy.ts");
// It asks its questions in this terminal.
const child = spawn(await findNode(), [script, ...given, ...code], { stdio: inherited() });
const [exitCode] = await once(child, "close");
process.exitCode = exitCode ?? 1;

/**
 * The terminal, and the file descriptor from which the secret is read.
 *
 * @returns {("inherit" | "ignore" | number)[]}
 */
function inherited() {
  const named = given.find((argument, index) => given[index - 1] === "--secret-fd" || /^--secret-fd=/.test(argument));
  const fd = Number(named?.replace(/^--secret-fd=/, ""));
  if (!(fd > 2 && fd < 256)) return ["inherit", "inherit", "inherit"];
  return Array.from({ length: fd + 1 }, (_, each) => (each < 3 ? "inherit" : each === fd ? fd : "ignore"));
}

/** The processor that the template's parameter names, as Node calls it. */
function architecture() {
  return given.some((argument) => /(?:^|=)Architecture=x86_64$/.test(argument)) ? "x64" : "arm64";
}
