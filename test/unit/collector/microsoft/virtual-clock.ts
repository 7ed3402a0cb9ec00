import type { Clock } from "../../../../src/collector/clock.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that jumps to the next sleeper when everything else has come to rest. */
export class VirtualClock implements Clock {
  #nowMs: number;
  readonly #sleepers = new Set<Sleeper>();
  #jumping = false;

  constructor(start = "2026-03-10T12:00:00Z") {
    this.#nowMs = Date.parse(start);
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new CancelledError());
      const onAbort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(new CancelledError());
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const sleeper = { atMs: this.#nowMs + ms, wake };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#sleepers.add(sleeper);
      this.#jumpWhenIdle();
    });
  }

  #jumpWhenIdle(): void {
    if (this.#jumping) return;
    this.#jumping = true;
    // Two turns of the event loop: streams of answers need one.
    setImmediate(() =>
      setImmediate(() => {
        this.#jumping = false;
        const next = [...this.#sleepers].sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) return;
        this.#sleepers.delete(next);
        this.#nowMs = Math.max(this.#nowMs, next.atMs);
        next.wake();
        if (this.#sleepers.size > 0) this.#jumpWhenIdle();
      }),
    );
  }
}
