import type { Clock } from "../../../src/collector/clock.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";

interface Sleeper {
  readonly atMs: number;
  readonly owner: object;
  readonly wake: () => void;
}

/**
 * Time that passes only when nothing else can run: what sleeps until the earliest instant is woken then. Code under
 * it must not wait for anything real, unless it says so by `outside`.
 */
export class VirtualTime {
  #nowMs: number;
  #sleepers: Sleeper[] = [];
  #outside = 0;
  #onIdle: (() => void) | undefined;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  /** Keeps until then when it lies ahead; `owner` says whose sleep it is, for `forget`. */
  sleep(ms: number, owner: object, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(new CancelledError());
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(new CancelledError());
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", cancel);
        resolve();
      };
      const sleeper: Sleeper = { atMs: this.#nowMs + Math.max(0, ms), owner, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  /** What sleeps for this owner never wakes. */
  forget(owner: object): void {
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.owner !== owner);
  }

  /** Time stands still while real work, such as DuckDB's, is under way. */
  async outside<T>(work: () => Promise<T>): Promise<T> {
    this.#outside += 1;
    try {
      return await work();
    } finally {
      this.#outside -= 1;
      if (this.#outside === 0) this.#onIdle?.();
    }
  }

  /** Lets time pass for a wait in the middle of real work, such as an answer that is far away. */
  async inside<T>(wait: () => Promise<T>): Promise<T> {
    this.#outside -= 1;
    if (this.#outside === 0) this.#onIdle?.();
    try {
      return await wait();
    } finally {
      this.#outside += 1;
    }
  }

  /**
   * Lets time pass until the work ends.
   * @throws Error when nothing runs and nobody sleeps, so that it never would end.
   */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const end = (): void => {
      ended = true;
    };
    work.then(end, end);
    for (let idle = 0; !ended; ) {
      // Runs after all promises that can go on have gone on.
      await new Promise((resolve) => setImmediate(resolve));
      if (ended) break;
      if (this.#outside > 0) {
        await new Promise<void>((resolve) => {
          this.#onIdle = resolve;
        });
        this.#onIdle = undefined;
        continue;
      }
      const woken = this.#wakeNext();
      idle = woken ? 0 : idle + 1;
      if (idle > 100) throw new Error("Nothing runs and nobody sleeps: the simulated work would never end");
    }
    return work;
  }

  #wakeNext(): boolean {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (next === undefined || sleeper.atMs < next.atMs) next = sleeper;
    if (next === undefined) return false;
    this.#sleepers = this.#sleepers.filter((other) => other !== next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.wake();
    return true;
  }
}

/** A clock that is set: so long after a process began, by so much, both milliseconds. */
export interface ClockJump {
  readonly afterMs: number;
  readonly byMs: number;
}

/** Virtual time as one writer sees it, whose clock may be wrong, and be set while it looks. */
export class VirtualClock implements Clock {
  readonly #time: VirtualTime;
  readonly #owner: object;
  readonly #errorMs: number;
  readonly #jump: ClockJump;
  readonly #startedMs: number;

  constructor(time: VirtualTime, owner: object = {}, errorMs = 0, jump: ClockJump = { afterMs: 0, byMs: 0 }) {
    this.#jump = jump;
    this.#startedMs = time.now();
    this.#time = time;
    this.#owner = owner;
    this.#errorMs = errorMs;
  }

  now(): number {
    const now = this.#time.now();
    const jumpedMs = now - this.#startedMs >= this.#jump.afterMs ? this.#jump.byMs : 0;
    return Math.floor(now) + this.#errorMs + jumpedMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#time.sleep(ms, this.#owner, signal);
  }
}
