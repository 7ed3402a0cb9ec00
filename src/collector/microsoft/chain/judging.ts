import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { DamagedBodyError, type JsonBody, readJsonBody } from "../body/json-body.ts";
import { retryAfterMs } from "../limits/retry-after.ts";
import { judgeAnswer, judgeDamage } from "../verdicts/judge.ts";
import { readServerError } from "../verdicts/server-error.ts";
import { addressOf, type Exchange, exchangeOf, FailedAttempt, responseOf } from "./exchange.ts";
import { redirectTarget } from "./redirecting.ts";
import type { ServerClock } from "./server-clock.ts";

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
    const body = readBody(exchange, status);
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

/**
 * A list is ended by a whole 200 alone: every other success (204, 206 …) says nothing about what there is. What was
 * created needs no body.
 */
function readBody(exchange: Exchange, status: number): JsonBody {
  const { api, list, purpose, method } = exchange.request;
  const damaged = (what: string) => new FailedAttempt(judgeDamage(what, purpose));
  if (status !== 200 && method !== "POST") throw damaged(`came with status ${status}, which is no whole answer`);
  if (exchange.text === "" && method === "POST")
    return { members: {}, elements: undefined, isArray: false, malformed: 0 };
  try {
    const body = readJsonBody(exchange.text);
    // Graph's lists are the `value` of an object, those of the Management Activity API an array.
    if (list && (body.elements === undefined || body.isArray !== (api === "management")))
      throw damaged("holds no list");
    // Once more, for a fault on the way; a record that stays malformed is the record's own.
    if (body.malformed > 0 && exchange.failures === 0) throw damaged("holds records that are not JSON");
    return body;
  } catch (error) {
    // The error has no cause, because the cause's message may hold what the server sent back.
    if (error instanceof DamagedBodyError) throw damaged(exchange.withoutToken(error.message));
    throw error;
  }
}
