import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import type { Servers } from "../../clouds.ts";
import { CollectError } from "../../collect-error.ts";
import type { TokenSource } from "../../sign-in/token-source.ts";
import { judgeSignIn } from "../verdicts/judge.ts";
import { addressOf, exchangeOf, FailedAttempt } from "./exchange.ts";
import { requireOwnHost } from "./own-host.ts";

/** Adds the token, to requests for the API's own host only; every hop of a request passes here. */
export class Authorising implements Middleware {
  readonly #next: Middleware;
  readonly #tokens: TokenSource;
  readonly #servers: Servers;

  constructor(next: Middleware, tokens: TokenSource, servers: Servers) {
    this.#next = next;
    this.#tokens = tokens;
    this.#servers = servers;
  }

  /** @throws CollectError when the host is not the API's own, or there is no token. */
  async execute(context: Context): Promise<void> {
    const exchange = exchangeOf(context);
    const { api, signal } = exchange.request;
    requireOwnHost(addressOf(context).href, this.#servers, api);
    const options = { ...(signal && { signal }), ...(exchange.wantsNewToken && { refresh: true }) };
    const token = await this.#tokens.token(api, options).catch((error: unknown) => {
      throw passes(error) ? new FailedAttempt(judgeSignIn(error), { cause: error.cause }) : error;
    });
    exchange.wantsNewToken = false;
    exchange.carries(token);
    const headers = new Headers(context.options?.headers);
    headers.set("authorization", `Bearer ${token}`);
    context.options = { ...context.options, headers };
    await this.#next.execute(context);
  }
}

/** Whether signing in may work a little later. */
function passes(error: unknown): error is CollectError {
  return error instanceof CollectError && error.remedy.kind === "again";
}
