import { CancelledError, throwIfCancelled } from "../../protocol/errors.ts";

interface SharedCall {
  readonly result: Promise<string>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * One call after the other; those who ask for the same while it is under way share its result. A call is aborted
 * when everyone who waited for it has gone.
 */
export class SharedCalls {
  readonly #calls = new Map<string, SharedCall>();
  #last: Promise<unknown> = Promise.resolve();

  /** The call under one of the keys, else a new one under the first. @throws CancelledError; what the call throws. */
  async share(
    keys: readonly [string, ...string[]],
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<string>,
  ): Promise<string> {
    throwIfCancelled(signal);
    const underWay = keys.map((key) => this.#calls.get(key)).find((call) => call !== undefined);
    const call = underWay ?? this.#begin(keys[0], start);
    call.waiting++;
    try {
      return await untilAborted(call.result, signal);
    } finally {
      call.waiting--;
      if (call.waiting === 0) call.abort.abort();
    }
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<string>): SharedCall {
    const abort = new AbortController();
    const result = this.#last.then(() => {
      throwIfCancelled(abort.signal);
      return start(abort.signal);
    });
    const call: SharedCall = { result, abort, waiting: 0 };
    this.#calls.set(key, call);
    const forget = () => {
      if (this.#calls.get(key) === call) this.#calls.delete(key);
    };
    abort.signal.addEventListener("abort", forget);
    this.#last = result.then(forget, forget);
    return call;
  }
}

function untilAborted(result: Promise<string>, signal: AbortSignal | undefined): Promise<string> {
  if (signal === undefined) return result;
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new CancelledError());
    signal.addEventListener("abort", cancel, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", cancel));
  });
}
