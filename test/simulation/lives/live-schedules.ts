import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolderGround } from "../folder-ground.ts";
import { realCollector } from "../real-collector.ts";
import { S3Ground } from "../s3/s3-ground.ts";
import type { Schedule } from "../schedule.ts";
import { type Finding, live } from "../simulation.ts";
import type { LifeFound, LifePlace } from "./life-process.ts";

/** Lives through one schedule. */
export async function liveSchedule(schedule: Schedule, place: LifePlace): Promise<Finding> {
  if (place === "memory") return live(schedule, realCollector);
  if (place === "s3")
    return live(schedule, realCollector, (time, invariants, go) => go(new S3Ground(time, invariants)));
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
  process.on("message", async ({ schedule, place }: { schedule: Schedule; place: LifePlace }) => {
    const { seed, events, lost, runs, kills, cuts, effects, violations } = await liveSchedule(schedule, place);
    const found: LifeFound = { seed, events, lost, runs, kills, cuts, effects, violations };
    process.send?.(found);
  });
