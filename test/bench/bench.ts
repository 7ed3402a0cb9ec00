import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { lakeProcessFlags } from "../../src/editor/lake-process/lake-process-flags.ts";
import { writeSignIns } from "./sign-ins-file.ts";
import type { Measured } from "./steps.ts";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    folder: { type: "string", default: join(tmpdir(), "tenanttrail-bench") },
  },
});
const rows = Number(options.rows);
const run = promisify(execFile);

async function step(name: string, folder: string, input: string): Promise<Measured> {
  const script = join(import.meta.dirname, "run-step.ts");
  const { stdout } = await run(process.execPath, [...lakeProcessFlags, script, name, folder, input]);
  return JSON.parse(stdout) as Measured;
}

function say(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(64)} ${figure}\n`);
}

const seconds = (ms = 0): string => `${(ms / 1000).toFixed(1)} s`;
const milliseconds = (ms = 0): string => `${ms.toFixed(0)} ms`;
const ratio = (a = 0, b = 1): string => `${(a / b).toFixed(2)}×`;

async function benchSize(count: number): Promise<void> {
  const folder = join(options.folder, String(count));
  await mkdir(folder, { recursive: true });
  const input = join(options.folder, `signins-${count}.ndjson`);
  const bytes = await writeSignIns(input, count);
  process.stdout.write(`\n${count.toLocaleString("en-US")} sign-ins as NDJSON, ${(bytes / 1e9).toFixed(2)} GB\n`);
  const bare = await step("bare", folder, input);
  const imported = await step("import", folder, input);
  const again = await step("again", folder, input);
  const spent = (step: Measured, than: Measured): string =>
    `, processors ${seconds(step["msCpu"])} = ${ratio(step["msCpu"], than["msCpu"])}`;
  say(
    "bare DuckDB work",
    `${seconds(bare["ms"])}, processors ${seconds(bare["msCpu"])}, peak ${bare["peakMB"]?.toFixed(0)} MB`,
  );
  say(
    "import",
    `${seconds(imported["ms"])} = ${ratio(imported["ms"], bare["ms"])} the bare work${spent(imported, bare)}, peak ${imported["peakMB"]?.toFixed(0)} MB, ${imported["added"]} added`,
  );
  say(
    "the same file again",
    `${seconds(again["ms"])} = ${ratio(again["ms"], imported["ms"])} the first${spent(again, imported)}, ${again["added"]} added`,
  );
  const queries = await step("queries", folder, input);
  say(
    "top ten accounts by failures, 30 days",
    `${milliseconds(queries["ours"])} = ${ratio(queries["ours"], queries["byHand"])} by hand, NDJSON ${ratio(queries["ndjson"], queries["ours"])}`,
  );
  say(
    "the same: processors, and held against remembered footers by hand",
    `${ratio(queries["oursCpu"], queries["byHandCpu"])} by hand, ${ratio(queries["ours"], queries["remembered"])}`,
  );
  const results = await step("results", folder, input);
  say(
    `a result of ${results["rows"]} rows: first window, last window`,
    `${milliseconds(results["firstWindow"])}, ${milliseconds(results["lastWindow"])}`,
  );
  const start = await step("start", folder, input);
  say("the lake process answers after", milliseconds(start["ms"]));
}

await benchSize(Math.round(rows / 10));
await benchSize(rows);
await rm(join(options.folder, String(rows), "lake"), { recursive: true, force: true });
