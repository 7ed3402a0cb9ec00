import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { CancelledError, throwIfCancelled } from "../../../protocol/errors.ts";
import type { Clock } from "../../clock.ts";
import { readBodyText } from "../body/body-text.ts";
import { DamagedBodyError } from "../body/json-body.ts";
import { judgeBreak, judgeDamage, judgeSilence } from "../verdicts/judge.ts";
import { addressOf, type Exchange, exchangeOf, FailedAttempt } from "./exchange.ts";

/** The platform's `fetch`, called with an address and never with a `Request`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A reason of its own: the default one is made anew each time, with a stack. */
const over = "over";

/** Sends a request once and reads the answer to its end, within a deadline. */
export class Sending implements Middleware {
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #deadlineMs: number;

  constructor(fetch: Fetch, clock: Clock, deadlineMs: number) {
    this.#fetch = fetch;
    this.#clock = clock;
    this.#deadlineMs = deadlineMs;
  }

  async execute(context: Context): Promise<void> {
    const exchange = exchangeOf(context);
    const { signal } = exchange.request;
    throwIfCancelled(signal);
    await exchange.request.beforeSending?.();
    throwIfCancelled(signal);
    const wire = new AbortController();
    const timer = new AbortController();
    let cancel = (): void => {};
    const cancelled = new Promise<never>((_, reject) => {
      cancel = () => reject(new CancelledError());
      signal?.addEventListener("abort", cancel, { once: true });
    });
    const late = this.#clock.sleep(this.#deadlineMs, timer.signal).then(() => {
      throw new FailedAttempt(judgeSilence(this.#deadlineMs / 1000, exchange.request.purpose));
    });
    const read = this.#read(context, exchange, wire.signal);
    try {
      await Promise.race([read, late, cancelled]);
    } finally {
      signal?.removeEventListener("abort", cancel);
      timer.abort(over);
      wire.abort(over);
      // What lost the race ends with the cause that is already known.
      for (const loser of [read, late]) loser.catch(() => {});
    }
  }

  async #read(context: Context, exchange: Exchange, signal: AbortSignal): Promise<void> {
    const { method = "GET", headers, body } = context.options ?? {};
    const address = addressOf(context);
    exchange.sentMs = this.#clock.now();
    try {
      const response = await this.#fetch(address.href, {
        method,
        signal,
        redirect: "manual",
        ...(headers !== undefined && { headers }),
        ...(body !== undefined && body !== null && { body }),
      });
      exchange.receivedMs = this.#clock.now();
      exchange.status = response.status;
      exchange.text = await readBodyText(response, signal);
      context.response = response;
    } catch (error) {
      if (error instanceof DamagedBodyError)
        throw new FailedAttempt(judgeDamage(error.message, exchange.request.purpose));
      throw new FailedAttempt(judgeBreak(address.host, networkCode(error), exchange.request.purpose), { cause: error });
    }
  }
}

/** The system's code of a failed connection, for example `ECONNRESET`; empty when there is none. */
function networkCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause)
    if ("code" in at && typeof at.code === "string") return at.code;
  return "";
}
