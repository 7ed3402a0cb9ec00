import { minuteMs } from "../../base/time-units.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { Clock } from "../clock.ts";

/** Before its limit a run stops fetching, so that what it holds can be merged in time. */
const reserveMs = minuteMs;

/** When a run ends: it was cancelled, its time is over, or it cannot go on. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #leave: () => void;
  #failure: { readonly error: unknown } | undefined;

  constructor(clock: Clock, signal: AbortSignal | undefined, maxMinutes: number | undefined) {
    const abort = (): void => this.#controller.abort(new CancelledError());
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    this.#leave = () => signal?.removeEventListener("abort", abort);
    if (maxMinutes === undefined) return;
    const limitMs = maxMinutes * minuteMs;
    clock.sleep(limitMs - Math.min(reserveMs, limitMs / 4), this.#controller.signal).then(abort, () => undefined);
  }

  /** Aborted when fetching is to end, for whatever reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get stopped(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Stops the run because nothing more can be done. The first reason is reported. */
  failed(error: unknown): void {
    this.#failure ??= { error };
    this.#controller.abort(new CancelledError());
  }

  end(): void {
    this.#leave();
    this.#controller.abort(new CancelledError());
  }

  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
