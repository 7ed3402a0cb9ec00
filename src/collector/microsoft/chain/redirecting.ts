import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { judgeDamage } from "../verdicts/judge.ts";
import { addressOf, exchangeOf, FailedAttempt, responseOf } from "./exchange.ts";

const mostHops = 5;

/** Follows redirects one by one, so that every hop is authorised, or refused, for its own host. */
export class Redirecting implements Middleware {
  readonly #next: Middleware;

  constructor(next: Middleware) {
    this.#next = next;
  }

  async execute(context: Context): Promise<void> {
    for (let hop = 0; hop <= mostHops; hop++) {
      const target = redirectTarget(await responseOf(this.#next, context), addressOf(context));
      if (target === undefined) return;
      context.request = target;
    }
    throw new FailedAttempt(judgeDamage("was redirected in a circle", exchangeOf(context).request.purpose));
  }
}

/** Where an answer leads; undefined when it is no redirect. */
export function redirectTarget(response: Response, from: URL): string | undefined {
  if (response.status < 300 || response.status > 399) return undefined;
  const location = response.headers.get("location");
  return location === null || !URL.canParse(location, from) ? undefined : new URL(location, from).href;
}
