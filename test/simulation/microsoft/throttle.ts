import type { LimitName } from "../../../src/collector/microsoft/microsoft.ts";

/** So many requests in so many milliseconds. */
interface Allowance {
  readonly requests: number;
  readonly perMs: number;
}

/** Microsoft's documented limits (graph.md §2.5, §3.1); audit search has none. */
export const documentedLimits: Readonly<Record<LimitName, Allowance | undefined>> = {
  reports: { requests: 5, perMs: 10_000 },
  risk: { requests: 1, perMs: 1_000 },
  management: { requests: 2_000, perMs: 60_000 },
  "audit-search": undefined,
};

/** What a limit let through and what it refused. Times are milliseconds since 1970. */
export interface LimitUsage {
  readonly allowed: number;
  /** Over the documented limit. */
  readonly refused: number;
  /** By a mood, below the limit. */
  readonly refusedByMood: number;
  /** Of the first and the last request; NaN before the first. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** One limit, enforced to the letter: never more than the allowance in any stretch of its length. */
export class Throttle {
  readonly #allowance: Allowance | undefined;
  /** When the last requests were allowed, oldest first; at most as many as the allowance. */
  #allowedAt: number[] = [];
  #blockedUntilMs = 0;
  #usage: LimitUsage = { allowed: 0, refused: 0, refusedByMood: 0, firstMs: Number.NaN, lastMs: Number.NaN };

  constructor(limit: LimitName) {
    this.#allowance = documentedLimits[limit];
  }

  /** Undefined when the request is allowed, otherwise how many milliseconds to wait. */
  take(nowMs: number): number | undefined {
    const firstMs = Number.isNaN(this.#usage.firstMs) ? nowMs : this.#usage.firstMs;
    this.#usage = { ...this.#usage, firstMs, lastMs: nowMs };
    if (nowMs < this.#blockedUntilMs) {
      this.#usage = { ...this.#usage, refusedByMood: this.#usage.refusedByMood + 1 };
      return this.#blockedUntilMs - nowMs;
    }
    const oldest = this.#allowance === undefined ? undefined : this.#allowedAt[0];
    const { requests, perMs } = this.#allowance ?? { requests: 1, perMs: 0 };
    if (oldest !== undefined && this.#allowedAt.length >= requests && nowMs - oldest < perMs) {
      this.#usage = { ...this.#usage, refused: this.#usage.refused + 1 };
      return oldest + perMs - nowMs;
    }
    this.#allowedAt.push(nowMs);
    if (this.#allowedAt.length > requests) this.#allowedAt.shift();
    this.#usage = { ...this.#usage, allowed: this.#usage.allowed + 1 };
    return undefined;
  }

  /** Refuses the request that was just allowed, and all others for some time. */
  block(nowMs: number, forMs: number): void {
    this.#blockedUntilMs = nowMs + forMs;
    this.#usage = {
      ...this.#usage,
      allowed: this.#usage.allowed - 1,
      refusedByMood: this.#usage.refusedByMood + 1,
    };
  }

  usage(): LimitUsage {
    return this.#usage;
  }
}
