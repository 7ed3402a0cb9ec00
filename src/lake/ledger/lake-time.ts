import { setTimeout as sleep } from "node:timers/promises";

/** Time and chance as the lake uses them; simulations bring their own. */
export interface LakeTime {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** 0 to 1, 1 excluded. */
  random(): number;
}

export const systemTime: LakeTime = {
  now: () => Date.now(),
  sleep: async (ms) => sleep(ms),
  random: () => Math.random(),
};
