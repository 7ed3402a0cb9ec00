import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../collector/clock.ts";
import { CancelledError } from "../protocol/errors.ts";

/** The computer's own clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { ...(signal && { signal }) });
    } catch (error) {
      if (signal?.aborted) throw new CancelledError();
      throw error;
    }
  },
};
