import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import type { Pacer } from "../limits/pacer.ts";
import type { UsageCounter } from "../limits/usage-counter.ts";
import type { ApiRequest } from "../microsoft.ts";
import { throttledRefusal } from "../verdicts/judge.ts";
import { RefusedError } from "../verdicts/refusal.ts";
import { exchangeOf, FailedAttempt } from "./exchange.ts";

/** Lets every hop wait for its limit, and tells the limit how it went. */
export class Pacing implements Middleware {
  readonly #next: Middleware;
  readonly #pacerOf: (request: ApiRequest) => Pacer;
  readonly #usage: UsageCounter;
  readonly #onHeldBack: () => void;

  constructor(next: Middleware, pacerOf: (request: ApiRequest) => Pacer, usage: UsageCounter, onHeldBack: () => void) {
    this.#next = next;
    this.#pacerOf = pacerOf;
    this.#usage = usage;
    this.#onHeldBack = onHeldBack;
  }

  async execute(context: Context): Promise<void> {
    const { request } = exchangeOf(context);
    const { purpose, caller, signal } = request;
    const pacer = this.#pacerOf(request);
    if (request.quick && pacer.waitingUntilMs() !== undefined) throw new RefusedError(throttledRefusal(purpose));
    const turn = await pacer.turn(caller ?? purpose.label, signal);
    this.#usage.sent();
    try {
      await this.#next.execute(context);
      turn.answered();
    } catch (error) {
      if (error instanceof FailedAttempt && error.verdict.kind === "slow-down") {
        this.#usage.throttled(turn.throttled(error.retryAfterMs));
        this.#onHeldBack();
      } else turn.answered();
      throw error;
    }
  }
}
