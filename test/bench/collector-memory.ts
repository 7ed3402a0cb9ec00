import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { lakeProcessFlags } from "../../src/editor/lake-process/lake-process-flags.ts";

/** Measures a collection in a process that runs as the lake process does. */
const script = join(import.meta.dirname, "collector-memory-run.ts");
const child = spawn(process.execPath, [...lakeProcessFlags, script, ...process.argv.slice(2)], { stdio: "inherit" });
[process.exitCode] = (await once(child, "exit")) as [number];
