import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { hourMs } from "../../../base/time-units.ts";
import type { Clock } from "../../clock.ts";
import { throttledRefusal } from "../verdicts/judge.ts";
import { RefusedError } from "../verdicts/refusal.ts";
import { type Exchange, exchangeOf, FailedAttempt } from "./exchange.ts";

const firstBackOffMs = 1_000;
const longestBackOffMs = 30_000;
const quickAttempts = 3;
/** A server that asks for more is asked again after so long. */
const longestWaitMs = hourMs;

/** Sends a request again as its verdicts say. The wait after being told to slow down is the pacer's. */
export class Retrying implements Middleware {
  readonly #next: Middleware;
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor(next: Middleware, clock: Clock, random: () => number) {
    this.#next = next;
    this.#clock = clock;
    this.#random = random;
  }

  /** @throws RefusedError when the attempts are used up; CancelledError. */
  async execute(context: Context): Promise<void> {
    const exchange = exchangeOf(context);
    for (;;) {
      context.request = exchange.url;
      try {
        return await this.#next.execute(context);
      } catch (error) {
        if (!(error instanceof FailedAttempt)) throw error;
        await this.#prepareNext(exchange, error);
      }
    }
  }

  async #prepareNext(exchange: Exchange, failed: FailedAttempt): Promise<void> {
    const { verdict, cause } = failed;
    const { quick, longestWaitMs: patienceMs = Number.POSITIVE_INFINITY, purpose, signal } = exchange.request;
    if (verdict.kind === "slow-down") {
      if (quick || (failed.retryAfterMs ?? 0) > patienceMs) throw new RefusedError(throttledRefusal(purpose));
      return;
    }
    if (verdict.kind === "new-token") {
      if (exchange.refreshed) throw new RefusedError(verdict.refusal);
      exchange.refreshed = true;
      exchange.wantsNewToken = true;
      return;
    }
    exchange.failures += 1;
    const attempts = quick ? Math.min(verdict.attempts, quickAttempts) : verdict.attempts;
    const asksMs = Math.min(failed.retryAfterMs ?? 0, longestWaitMs);
    const isTooLong = quick === true && asksMs > longestBackOffMs;
    if (exchange.failures >= attempts || isTooLong) throw new RefusedError(verdict.refusal, cause);
    const backOffMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (exchange.failures - 1));
    const waitMs = Math.max(asksMs, backOffMs * (0.5 + this.#random() / 2));
    await this.#clock.sleep(Math.ceil(waitMs), signal);
  }
}
