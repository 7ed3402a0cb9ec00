import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { LifeProcess } from "../simulation/lives/life-process.ts";
import { liveSchedule } from "../simulation/lives/live-schedules.ts";
import { makeSchedule } from "../simulation/schedule.ts";
import { exactnessPage } from "./exactness-page.ts";
import { sumOf } from "./exactness-part.ts";
import { ExactnessProgress } from "./exactness-progress.ts";
import { digestOfSources, lifeSources } from "./life-sources.ts";

const root = join(import.meta.dirname, "../..");

const { values: options } = parseArgs({
  options: {
    schedules: { type: "string", default: "10000" },
    /** Of them, so many again over a folder and DuckDB. */
    duckdb: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    /** No life begins after so many minutes; default: all are lived. With 0 only those of earlier runs are told. */
    minutes: { type: "string", default: "Infinity" },
    /** So many processes live at once; default: one for each processor. */
    workers: { type: "string", default: String(availableParallelism()) },
    /** Every life is kept there when it is over, and is not lived again by a later run of the same sources. */
    progress: { type: "string", default: join(root, "out", "exactness") },
    /** One schedule alone, with everything that went wrong; `--over-folder` for the one with DuckDB, `--over-s3` for a bucket. */
    seed: { type: "string" },
    "over-folder": { type: "boolean", default: false },
    "over-s3": { type: "boolean", default: false },
    /** Writes docs/exactness.md. */
    write: { type: "boolean", default: false },
  },
});

interface Waiting {
  readonly seed: number;
  readonly overFolder: boolean;
}

/** Lives through what is left, in some processes at once, and keeps what each life came to. */
async function liveAll(waiting: Waiting[], progress: ExactnessProgress): Promise<void> {
  const endMs = performance.now() + Number(options.minutes) * 60_000;
  const count = waiting.length;
  const work = async (): Promise<void> => {
    const lives = new LifeProcess();
    while (performance.now() < endMs) {
      const next = waiting.shift();
      if (next === undefined) break;
      const { seed, overFolder } = next;
      const found = await lives.live(makeSchedule(seed), overFolder ? "folder" : "memory");
      await progress.add(seed, overFolder, sumOf(found));
      if (found.violations.length > 0) process.stdout.write(`${explain(next)}\n`);
      if (waiting.length % 100 === 0)
        process.stderr.write(`${new Date().toISOString()} ${count - waiting.length} of ${count}\n`);
    }
    lives.end();
  };
  await Promise.all(Array.from({ length: Math.min(count, Number(options.workers)) }, work));
}

function explain({ seed, overFolder }: Waiting): string {
  return `Seed ${seed} fails. Alone: node test/bench/exactness.ts --seed ${seed}${overFolder ? " --over-folder" : ""}`;
}

async function one(seed: number): Promise<void> {
  const place = options["over-s3"] ? "s3" : options["over-folder"] ? "folder" : "memory";
  const { violations, errors, ...rest } = await liveSchedule(makeSchedule(seed), place);
  process.stdout.write(`${JSON.stringify(rest)}\n`);
  for (const [message, times] of errors) process.stdout.write(`${times} × ${message}\n`);
  for (const { kind, text } of violations) process.stdout.write(`${kind}: ${text}\n`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}

async function all(): Promise<void> {
  const progress = await ExactnessProgress.open(options.progress, await digestOfSources(root, await lifeSources(root)));
  const from = Number(options.from);
  const seedsOf = (count: string): number[] => Array.from({ length: Number(count) }, (_, index) => from + index);
  const [memory, folder] = [seedsOf(options.schedules), seedsOf(options.duckdb)];
  const all = [
    ...memory.map((seed): Waiting => ({ seed, overFolder: false })),
    ...folder.map((seed): Waiting => ({ seed, overFolder: true })),
  ];
  const left = all.filter(({ seed, overFolder }) => !progress.has(seed, overFolder));
  process.stderr.write(`${all.length - left.length} of ${all.length} lives were lived by earlier runs\n`);
  await liveAll(left, progress);
  const sums = { memory: progress.sum(memory, false), folder: progress.sum(folder, true) };
  const page = exactnessPage(sums.memory, sums.folder);
  process.stdout.write(page);
  if (options.write) await writeFile(join(root, "docs/exactness.md"), page);
  for (const seed of sums.memory.failing) process.stdout.write(`${explain({ seed, overFolder: false })}\n`);
  for (const seed of sums.folder.failing) process.stdout.write(`${explain({ seed, overFolder: true })}\n`);
  process.exitCode = sums.memory.failing.length + sums.folder.failing.length > 0 ? 1 : 0;
}

await (options.seed === undefined ? all() : one(Number(options.seed)));
