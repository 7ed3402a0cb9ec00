import { minuteMs } from "../../../base/time-units.ts";
import type { LimitName } from "../microsoft.ts";

/** So many requests are allowed in any stretch of `perMs`. */
export interface Limit {
  readonly requests: number;
  readonly perMs: number;
  /**
   * A request is assumed to reach Microsoft within this time of being sent; as much of the allowance is left unused.
   */
  readonly slackMs: number;
}

/**
 * Microsoft's limits as documented (graph.md §2.5, §3.1). Audit search has none that is documented; it creates work at
 * the other end, so it gets what the reports get.
 */
export const limits: Readonly<Record<LimitName, Limit>> = {
  reports: { requests: 5, perMs: 10_000, slackMs: 200 },
  risk: { requests: 1, perMs: 1_000, slackMs: 40 },
  management: { requests: 2_000, perMs: minuteMs, slackMs: 1_000 },
  "audit-search": { requests: 5, perMs: 10_000, slackMs: 200 },
};

/** Limits that all apps of a tenant share. */
export const sharedLimits: ReadonlySet<LimitName> = new Set(["risk", "management"]);
