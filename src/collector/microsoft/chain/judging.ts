import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { retryAfterMs } from "../limits/retry-after.ts";
import { judgeAnswer } from "../verdicts/judge.ts";
import { readServerError } from "../verdicts/server-error.ts";
import { addressOf, type Exchange, exchangeOf, FailedAttempt, responseOf } from "./exchange.ts";
import { redirectTarget } from "./redirecting.ts";
import type { ServerClock } from "./server-clock.ts";
import { readWholeAnswer } from "./whole-or-damaged-answer.ts";

/** Tells answers from failures: by status, by Microsoft's codes and words, and by whether the body is whole. */
export class Judging implements Middleware {
  readonly #next: Middleware;
  readonly #clock: ServerClock;

  constructor(next: Middleware, clock: ServerClock) {
    this.#next = next;
    this.#clock = clock;
  }

  async execute(context: Context): Promise<void> {
    const exchange = exchangeOf(context);
    const response = await responseOf(this.#next, context);
    const { status, headers } = response;
    const observedMs = this.#clock.observed(headers.get("date"), exchange.receivedMs);
    if (redirectTarget(response, addressOf(context)) !== undefined) return;
    if (!response.ok) throw this.#failed(exchange, status, headers, observedMs);
    const body = readWholeAnswer(exchange, status);
    const requestId = headers.get("request-id") ?? headers.get("x-ms-request-id") ?? exchange.requestId;
    exchange.answer = { status, text: exchange.text, body, headers, observedMs, requestId };
  }

  #failed(exchange: Exchange, status: number, headers: Headers, observedMs: number): FailedAttempt {
    const { api, purpose } = exchange.request;
    const error = readServerError(exchange.withoutToken(exchange.text));
    const verdict = judgeAnswer({ ...error, api, status, purpose, nowMs: observedMs });
    return new FailedAttempt(verdict, { retryAfterMs: retryAfterMs(headers, observedMs) });
  }
}
