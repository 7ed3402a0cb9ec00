import type { Usage } from "../microsoft.ts";

/** Counts what a tenant's requests cost. */
export class UsageCounter {
  #requests = 0;
  #throttled = 0;
  #throttledMs = 0;

  sent(): void {
    this.#requests += 1;
  }

  /** @param ms how much longer nothing is sent. */
  throttled(ms: number): void {
    this.#throttled += 1;
    this.#throttledMs += ms;
  }

  sums(): Usage {
    return { requests: this.#requests, throttled: this.#throttled, throttledMs: Math.round(this.#throttledMs) };
  }
}
