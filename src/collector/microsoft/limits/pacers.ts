import type { Clock } from "../../clock.ts";
import type { LimitName } from "../microsoft.ts";
import { limits, sharedLimits } from "./limits.ts";
import { Pacer } from "./pacer.ts";

/** One pacer for each tenant, app and limit. Whoever collects the same tenant in one process shares one of these. */
export class Pacers {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #pacers = new Map<string, Pacer>();

  /** @param random between 0 and 1, for the jitter of back-offs. */
  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  of(tenantId: string, clientId: string, limit: LimitName): Pacer {
    const key = sharedLimits.has(limit) ? `${tenantId} ${limit}` : `${tenantId} ${clientId} ${limit}`;
    let pacer = this.#pacers.get(key);
    if (pacer === undefined) {
      pacer = new Pacer(limits[limit], this.#clock, this.#random);
      this.#pacers.set(key, pacer);
    }
    return pacer;
  }
}
