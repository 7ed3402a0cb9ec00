import { fork } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { exactnessPage } from "./exactness-page.ts";
import { addSums, type ExactnessSum, liveSeed, noSum } from "./exactness-part.ts";

const { values: options } = parseArgs({
  options: {
    schedules: { type: "string", default: "10000" },
    /** Of them, so many again over a folder and DuckDB. */
    duckdb: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    /** No life begins after so many minutes, a quarter of them for those over a folder; default: all are lived. */
    minutes: { type: "string", default: "Infinity" },
    /** One schedule alone, with everything that went wrong; `--over-folder` for the one with DuckDB. */
    seed: { type: "string" },
    "over-folder": { type: "boolean", default: false },
    /** Writes docs/exactness.md. */
    write: { type: "boolean", default: false },
  },
});

/** Lives through seeds in as many processes as there are cores. */
async function liveAll(seeds: readonly number[], overFolder: boolean, minutes: number): Promise<ExactnessSum> {
  const waiting = [...seeds];
  const endMs = performance.now() + minutes * 60_000;
  let sum = noSum;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(join(import.meta.dirname, "exactness-part.ts"));
      const next = (): void => {
        const seed = performance.now() < endMs ? waiting.shift() : undefined;
        if (seed === undefined) child.disconnect();
        else child.send({ seed, overFolder });
      };
      child.on("message", (part: ExactnessSum) => {
        sum = addSums(sum, part);
        for (const seed of part.failing) process.stdout.write(`${explain(seed, overFolder)}\n`);
        if (sum.schedules % 500 === 0) process.stderr.write(`${sum.schedules} of ${seeds.length}\n`);
        next();
      });
      child.on("exit", (code) =>
        code === 0 ? resolve() : reject(new Error(`A part of the bench ended with ${code}`)),
      );
      next();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return sum;
}

function explain(seed: number, overFolder: boolean): string {
  return `Seed ${seed} fails. Alone: node test/bench/exactness.ts --seed ${seed}${overFolder ? " --over-folder" : ""}`;
}

async function one(seed: number): Promise<void> {
  const { violations, errors, ...rest } = await liveSeed(seed, options["over-folder"]);
  process.stdout.write(`${JSON.stringify(rest)}\n`);
  for (const [message, times] of errors) process.stdout.write(`${times} × ${message}\n`);
  for (const { kind, text } of violations) process.stdout.write(`${kind}: ${text}\n`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}

async function all(): Promise<void> {
  const from = Number(options.from);
  const seedsOf = (count: number): number[] => Array.from({ length: count }, (_, index) => from + index);
  const memory = await liveAll(seedsOf(Number(options.schedules)), false, 0.75 * Number(options.minutes));
  const folder = await liveAll(seedsOf(Number(options.duckdb)), true, 0.25 * Number(options.minutes));
  const page = exactnessPage(memory, folder);
  process.stdout.write(page);
  if (options.write) await writeFile(join(import.meta.dirname, "../../docs/exactness.md"), page);
  process.exitCode = memory.failing.length + folder.failing.length > 0 ? 1 : 0;
}

await (options.seed === undefined ? all() : one(Number(options.seed)));
