import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../src/collector/clock.ts";

/** A clock that begins at an instant and goes faster than ours, so that hours of waiting take seconds. */
export function fastClock(startMs: number, speed: number, startedMs = Date.now()): Clock {
  return {
    now: () => startMs + (Date.now() - startedMs) * speed,
    sleep: async (ms, signal) => {
      await sleep(ms / speed, undefined, { ...(signal && { signal }) });
    },
  };
}
