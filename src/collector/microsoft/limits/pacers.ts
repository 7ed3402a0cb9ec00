import type { Clock } from "../../clock.ts";
import type { LimitName } from "../microsoft.ts";
import { type Limit, limits, sharedLimits } from "./limits.ts";
import { Pacer } from "./pacer.ts";

/** One pacer for each tenant, app and limit. Whoever collects the same tenant in one process shares one of these. */
export class Pacers {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #limits: Readonly<Record<LimitName, Limit>>;
  readonly #pacers = new Map<string, Pacer>();

  /**
   * @param random between 0 and 1, for the jitter of back-offs.
   * @param shares of limits that another process uses too; default Microsoft's whole limits.
   */
  constructor(clock: Clock, random: () => number, shares: Readonly<Partial<Record<LimitName, Limit>>> = {}) {
    this.#clock = clock;
    this.#random = random;
    this.#limits = { ...limits, ...shares };
  }

  of(tenantId: string, clientId: string, limit: LimitName): Pacer {
    const key = sharedLimits.has(limit) ? `${tenantId} ${limit}` : `${tenantId} ${clientId} ${limit}`;
    let pacer = this.#pacers.get(key);
    if (pacer === undefined) {
      pacer = new Pacer(this.#limits[limit], this.#clock, this.#random);
      this.#pacers.set(key, pacer);
    }
    return pacer;
  }
}
