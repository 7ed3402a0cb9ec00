import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { build } from "esbuild";
import { lakeProcessFlags } from "../../src/editor/lake-process/lake-process-flags.ts";

/** Measures a collection in a process that runs as the lake process does: bundled, and with its flags. */
const script = join(import.meta.dirname, "../../out/bench/collector-memory-run.mjs");
await build({
  entryPoints: [join(import.meta.dirname, "collector-memory-run.ts")],
  outfile: script,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node22",
  logLevel: "warning",
});
const server = join(import.meta.dirname, "collector-memory-server.ts");
const args = [...lakeProcessFlags, script, "--server", server, ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: "inherit" });
[process.exitCode] = (await once(child, "exit")) as [number];
