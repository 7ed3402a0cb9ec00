import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { DamagedBodyError, type JsonBody, readJsonBody } from "../body/json-body.ts";
import { retryAfterMs } from "../limits/retry-after.ts";
import { judgeAnswer, judgeDamage } from "../verdicts/judge.ts";
import { readServerError } from "../verdicts/server-error.ts";
import { addressOf, type Exchange, exchangeOf, FailedAttempt, responseOf } from "./exchange.ts";
import { redirectTarget } from "./redirecting.ts";

/** Tells answers from failures: by status, by Microsoft's codes and words, and by whether the body is whole. */
export class Judging implements Middleware {
  readonly #next: Middleware;
  /** Our clock minus the server's, of the newest answer. */
  clockError = 0;

  constructor(next: Middleware) {
    this.#next = next;
  }

  async execute(context: Context): Promise<void> {
    const exchange = exchangeOf(context);
    const response = await responseOf(this.#next, context);
    const { status, headers } = response;
    const observedMs = this.#observed(headers, exchange.receivedMs);
    if (redirectTarget(response, addressOf(context)) !== undefined) return;
    if (!response.ok) throw this.#failed(exchange, status, headers, observedMs);
    const body = readBody(exchange, status);
    const requestId = headers.get("request-id") ?? headers.get("x-ms-request-id") ?? exchange.requestId;
    exchange.answer = { status, text: exchange.text, body, headers, observedMs, requestId };
  }

  /** @param nowMs when the head of the answer came, for its body may take long. */
  #observed(headers: Headers, nowMs: number): number {
    const dateMs = Date.parse(headers.get("date") ?? "");
    if (Number.isNaN(dateMs)) return nowMs;
    // `Date` has whole seconds: less than that is no error.
    this.clockError = Math.abs(nowMs - dateMs) < 1_000 ? 0 : nowMs - dateMs;
    return dateMs;
  }

  #failed(exchange: Exchange, status: number, headers: Headers, observedMs: number): FailedAttempt {
    const { api, purpose } = exchange.request;
    const error = readServerError(exchange.withoutToken(exchange.text));
    const verdict = judgeAnswer({ ...error, api, status, purpose, nowMs: observedMs });
    return new FailedAttempt(verdict, { retryAfterMs: retryAfterMs(headers, observedMs) });
  }
}

function readBody(exchange: Exchange, status: number): JsonBody {
  const { list, purpose, method } = exchange.request;
  if (exchange.text === "" && (status === 204 || method === "POST"))
    return { members: {}, elements: undefined, malformed: 0 };
  const damaged = (what: string) => new FailedAttempt(judgeDamage(what, purpose));
  try {
    const body = readJsonBody(exchange.text);
    if (list && body.elements === undefined) throw damaged("holds no list");
    // Once more, for a fault on the way; a record that stays malformed is the record's own.
    if (body.malformed > 0 && exchange.failures === 0) throw damaged("holds records that are not JSON");
    return body;
  } catch (error) {
    // Without its cause, whose message may hold what the server sent back.
    if (error instanceof DamagedBodyError) throw damaged(exchange.withoutToken(error.message));
    throw error;
  }
}
