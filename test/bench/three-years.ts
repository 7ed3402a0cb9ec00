import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { lakeProcessFlags } from "../../src/editor/lake-process/lake-process-flags.ts";
import type { Measured } from "./steps.ts";

// Prints what questions cost over 10,000 slices, which are three years of days, and over one day of them.

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), "tenanttrail-bench-"));

async function step(name: string): Promise<Measured> {
  const script = join(import.meta.dirname, "run-step.ts");
  const { stdout } = await run(process.execPath, [...lakeProcessFlags, script, name, folder]);
  return JSON.parse(stdout) as Measured;
}

function say(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(64)} ${figure}\n`);
}

const seconds = (ms = 0): string => `${(ms / 1000).toFixed(1)} s`;
const spent = ({ cpuMs, peakMB }: Measured): string => `processor ${seconds(cpuMs)}, peak ${peakMB?.toFixed(0)} MB`;

try {
  await step("threeYears");
  const asked = await step("askThreeYears");
  say("the lake is opened after", seconds(asked["open"]));
  say(
    "top ten of all sign-ins, 4,384 slices: first, second",
    `${seconds(asked["first"])}, ${seconds(asked["second"])}`,
  );
  say(
    "events of all tables, 10,000 slices: first, second",
    `${seconds(asked["allFirst"])}, ${seconds(asked["allSecond"])}`,
  );
  say("sign-ins of one day, 4 slices", seconds(asked["day"]));
  say("processor time of all these", seconds(asked["cpuMs"]));
  say("peak memory of the process", `${asked["peakMB"]?.toFixed(0)} MB`);
  const listed = await step("listThreeYears");
  say("the log days: first, again", `${seconds(listed["first"])}, ${seconds(listed["second"])}, ${spent(listed)}`);
  const verified = await step("verifyThreeYears");
  say("verified, every byte, row and key", `${seconds(verified["ms"])}, ${spent(verified)}`);
  if (verified["faults"] !== 0) throw new Error(`Verifying found ${verified["faults"]} faults in a sound lake`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
