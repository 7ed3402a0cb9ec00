import { CancelledError, throwIfCancelled } from "../../../protocol/errors.ts";
import type { Clock } from "../../clock.ts";
import type { Limit } from "./limits.ts";
import { Allowance, type Sent } from "./throttled-allowance.ts";

/** Leave to send one request; says afterwards how it went. */
export interface Turn {
  answered(): void;
  /** @returns how much longer nothing is sent because of it, in milliseconds. */
  throttled(retryAfterMs: number | undefined): number;
}

interface Waiter {
  readonly grant: (turn: Turn) => void;
  readonly refuse: (error: unknown) => void;
}

/** Lets requests of one limit through when the limit allows: callers in turn, the requests of a caller in order. */
export class Pacer {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #allowance: Allowance;
  readonly #waiters = new Map<string, Waiter[]>();
  #nap: AbortController | undefined;
  #serving = false;

  constructor(limit: Limit, clock: Clock, random: () => number) {
    this.#allowance = new Allowance(limit);
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * Waits for leave to send a request.
   * @param caller whoever waits under the same name is served in order; names take turns.
   * @throws CancelledError.
   */
  async turn(caller: string, signal?: AbortSignal): Promise<Turn> {
    throwIfCancelled(signal);
    let leave = (): void => {};
    try {
      return await new Promise<Turn>((grant, refuse) => {
        const waiter = { grant, refuse };
        this.#waiters.set(caller, [...(this.#waiters.get(caller) ?? []), waiter]);
        leave = () => {
          this.#remove(caller, waiter);
          refuse(new CancelledError());
        };
        signal?.addEventListener("abort", leave, { once: true });
        void this.#serve();
      });
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  /** Milliseconds since 1970, while nothing is sent because an answer said so. */
  waitingUntilMs(): number | undefined {
    const untilMs = this.#allowance.blockedUntilMs;
    return untilMs > this.#clock.now() ? untilMs : undefined;
  }

  async #serve(): Promise<void> {
    if (this.#serving) return;
    this.#serving = true;
    try {
      while (this.#waiters.size > 0) {
        const nowMs = this.#clock.now();
        const readyMs = this.#allowance.readyAt(nowMs);
        if (readyMs > nowMs) await this.#sleep(Math.ceil(readyMs - nowMs));
        else this.#next()?.grant(this.#turnOf(this.#allowance.take(nowMs)));
      }
    } catch (error) {
      for (let waiter = this.#next(); waiter !== undefined; waiter = this.#next()) waiter.refuse(error);
    } finally {
      this.#serving = false;
    }
  }

  /** Ends early when nobody waits any more. */
  async #sleep(ms: number): Promise<void> {
    this.#nap = new AbortController();
    try {
      await this.#clock.sleep(ms, this.#nap.signal);
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
    } finally {
      this.#nap = undefined;
    }
  }

  #turnOf(sent: Sent): Turn {
    return {
      answered: () => this.#allowance.answered(sent, this.#clock.now()),
      throttled: (retryAfterMs) => this.#allowance.throttled(sent, this.#clock.now(), retryAfterMs, this.#random()),
    };
  }

  /** The first waiter of the caller whose turn it is; the caller goes to the end of the line. */
  #next(): Waiter | undefined {
    const [first] = this.#waiters;
    if (first === undefined) return undefined;
    const [caller, [waiter, ...others]] = first;
    this.#waiters.delete(caller);
    if (others.length > 0) this.#waiters.set(caller, others);
    return waiter;
  }

  #remove(caller: string, waiter: Waiter): void {
    const others = (this.#waiters.get(caller) ?? []).filter((other) => other !== waiter);
    if (others.length > 0) this.#waiters.set(caller, others);
    else this.#waiters.delete(caller);
    if (this.#waiters.size === 0) this.#nap?.abort();
  }
}
