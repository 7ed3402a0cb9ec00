import type { Context, FetchOptions, Middleware } from "@microsoft/microsoft-graph-client";
import type { ApiAnswer, ApiRequest } from "../microsoft.ts";
import type { Verdict } from "../verdicts/find-verdict.ts";

/** One request on its way through the chain, from the first attempt to its answer. */
export class Exchange {
  readonly request: ApiRequest;
  /** The whole address, as it is sent: Graph's page links must not be taken apart. */
  readonly url: string;
  /** Sent as `client-request-id`, and the name of the answer when the server gives it none. */
  readonly requestId: string;
  /** Attempts that failed other than by being told to slow down. */
  failures = 0;
  /** A token was refused, and one was asked for anew. */
  refreshed = false;
  /** The next attempt needs a token that is asked for anew. */
  wantsNewToken = false;
  /** Our time when the head of the newest answer came, milliseconds since 1970. */
  receivedMs = 0;
  /** When the newest attempt was sent, milliseconds since 1970, and the status that it was answered with. */
  sentMs: number | undefined;
  status: number | undefined;
  /** The body of the newest answer. */
  text = "";
  answer: ApiAnswer | undefined;
  /** What the chain threw. */
  failure: unknown;
  #token: string | undefined;

  constructor(request: ApiRequest, url: string, requestId: string) {
    this.request = request;
    this.url = url;
    this.requestId = requestId;
  }

  /** Forgets what the attempt before came to. */
  beginAttempt(): void {
    this.sentMs = undefined;
    this.status = undefined;
    this.answer = undefined;
  }

  /** Notes the token that is sent, which must not come back in an error. */
  carries(token: string): void {
    this.#token = token;
  }

  withoutToken(text: string): string {
    return this.#token === undefined || this.#token === "" ? text : text.replaceAll(this.#token, "…");
  }
}

/** An attempt that did not succeed, and what is to be done about it. */
export class FailedAttempt extends Error {
  readonly verdict: Verdict;
  readonly retryAfterMs: number | undefined;

  constructor(verdict: Verdict, options: { retryAfterMs?: number | undefined; cause?: unknown } = {}) {
    super("the attempt failed", options.cause === undefined ? {} : { cause: options.cause });
    this.verdict = verdict;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What travels with a request through the Graph client, which hands options on as they are. */
export interface ExchangeOptions extends FetchOptions {
  exchange?: Exchange;
}

export function exchangeOf(context: Context): Exchange {
  const { exchange }: ExchangeOptions = context.options ?? {};
  if (exchange === undefined) throw new TypeError("a request without an exchange");
  return exchange;
}

/** The next hop's address. */
export function addressOf(context: Context): URL {
  return new URL(typeof context.request === "string" ? context.request : context.request.url);
}

/** The answer that the rest of the chain left in the context. */
export async function responseOf(next: Middleware, context: Context): Promise<Response> {
  await next.execute(context);
  if (context.response === undefined) throw new TypeError("a chain without an answer");
  return context.response;
}
