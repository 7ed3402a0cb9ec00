import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Violation } from "../oracle/invariants.ts";
import type { Schedule } from "../schedule.ts";
import type { Finding } from "../simulation.ts";

/** What a life's lake lies on: JSON slices in memory or in a simulated bucket, or Parquet slices in a folder. */
export type LifePlace = "memory" | "folder" | "s3";

/** What a life came to, as it travels from one process to another. */
export type LifeFound = Pick<Finding, "seed" | "events" | "lost" | "runs" | "kills" | "cuts" | "effects"> & {
  readonly violations: readonly Violation[];
};

/**
 * A process that lives through schedules, one after the other. The test runner watches every promise of its own process,
 * of which a life makes a hundred thousand.
 */
export class LifeProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  constructor() {
    this.#child = fork(join(import.meta.dirname, "live-schedules.ts"), { serialization: "advanced" });
    this.#ended = new Promise((_, reject) => {
      this.#child.once("error", reject);
      this.#child.once("exit", (code, signal) =>
        reject(new Error(`The process of the lives ended with ${signal ?? code}.`)),
      );
    });
    // Its end is an error only for who waits for a life.
    this.#ended.catch(() => undefined);
  }

  /** @throws Error when the process ends before the life does; what it said of that is on standard error. */
  live(schedule: Schedule, place: LifePlace = "memory"): Promise<LifeFound> {
    const found = new Promise<LifeFound>((resolve) =>
      this.#child.once("message", (life) => resolve(life as LifeFound)),
    );
    this.#child.send({ schedule, place });
    return Promise.race([found, this.#ended]);
  }

  /** To be called when no life is under way. */
  end(): void {
    this.#child.disconnect();
  }
}
