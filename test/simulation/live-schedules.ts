import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolderGround } from "./folder-ground.ts";
import type { LifeFound } from "./life-process.ts";
import { realCollector } from "./real-collector.ts";
import type { Schedule } from "./schedule.ts";
import { type Finding, live } from "./simulation.ts";

/** Lives through one schedule, in memory or over a folder of Parquet slices. */
export async function liveSchedule(schedule: Schedule, overFolder: boolean): Promise<Finding> {
  if (!overFolder) return live(schedule, realCollector);
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-life-"));
  try {
    return await live(schedule, realCollector, (time, invariants, go) =>
      FolderGround.with(folder, time, invariants, go),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// The child of a LifeProcess is told of schedules and answers each with what the life came to.
if (process.argv[1] === import.meta.filename)
  process.on("message", async ({ schedule, overFolder }: { schedule: Schedule; overFolder: boolean }) => {
    const { seed, events, lost, runs, kills, effects, violations } = await liveSchedule(schedule, overFolder);
    const found: LifeFound = { seed, events, lost, runs, kills, effects, violations };
    process.send?.(found);
  });
