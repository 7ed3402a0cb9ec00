import { type Disposable, EventEmitter } from "vscode";
import { minuteMs } from "../../../base/time-units.ts";
import type { CollectOutcome } from "../../../protocol/collector.ts";
import { CancelledError } from "../../../protocol/errors.ts";
import { toTenantTrailError } from "../../errors/present-error.ts";
import type { CollectingLease } from "./collecting-lease.ts";

/** After the editor has opened, other work comes first. */
const firstDelayMs = 10_000;
/** However often it fails, it is tried again after this time. */
const longestBackOffMs = 4 * 60 * minuteMs;

/** Why there is nothing to do here, for example because no person has let this lake collect its tenants yet. */
export type IdleReason = "another window" | "no tenant" | "not allowed";

/** How keeping collecting stands; times are milliseconds since 1970. */
export type KeepState =
  | { readonly kind: "off" }
  /** `why` when there is nothing to do here until then. */
  | { readonly kind: "waiting"; readonly next: number; readonly why?: IdleReason }
  | { readonly kind: "collecting" }
  | { readonly kind: "failed"; readonly next: number; readonly message: string };

export interface KeepCollectingParts {
  /** Collects what is due, or says why there is nothing that may be collected. */
  readonly collect: (signal: AbortSignal) => Promise<CollectOutcome | "no tenant" | "not allowed">;
  /** The open lake's path, which one window at a time collects into; `undefined` when none is open. */
  readonly lakePath: () => Promise<string | undefined>;
  readonly lease: CollectingLease;
  /** The minutes between two collections; `undefined` while it is off or the workspace is not trusted. */
  readonly minutes: () => number | undefined;
  readonly record: (error: unknown) => void;
  readonly now: () => number;
  /** Calls `work` once after some milliseconds; disposing forgets it. */
  readonly later: (milliseconds: number, work: () => void) => Disposable;
}

/** Collects what is due at an interval while the editor is open, in one window a lake; waits longer after failures. */
export class KeepCollecting implements Disposable {
  readonly #parts: KeepCollectingParts;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #state: KeepState = { kind: "off" };
  #timer: Disposable | undefined;
  #running: AbortController | undefined;
  #failures = 0;

  constructor(parts: KeepCollectingParts) {
    this.#parts = parts;
  }

  get state(): KeepState {
    return this.#state;
  }

  /** Begins, ends or changes its pace, as the settings say now. */
  follow(): void {
    const minutes = this.#parts.minutes();
    this.#failures = 0;
    if (minutes === undefined) this.#stop();
    else if (this.#running === undefined) this.#wait(this.#state.kind === "off" ? firstDelayMs : minutes * minuteMs);
  }

  /** Ends the collection that runs, because a person asked for one. What was merged stays. */
  giveWay(): void {
    this.#running?.abort(new CancelledError());
  }

  dispose(): void {
    this.#stop();
    this.#changed.dispose();
  }

  #stop(): void {
    this.#timer?.dispose();
    this.#running?.abort(new CancelledError());
    this.#running = undefined;
    void this.#parts.lease.release().catch(this.#parts.record);
    this.#set({ kind: "off" });
  }

  #wait(milliseconds: number, more: { readonly why?: IdleReason } = {}): void {
    this.#set({ kind: "waiting", next: this.#schedule(milliseconds), ...more });
  }

  #schedule(milliseconds: number): number {
    this.#timer?.dispose();
    this.#timer = this.#parts.later(milliseconds, () => void this.#run());
    return this.#parts.now() + milliseconds;
  }

  async #run(): Promise<void> {
    const minutes = this.#parts.minutes();
    if (minutes === undefined) {
      this.#stop();
      return;
    }
    const running = new AbortController();
    this.#running = running;
    const next = await this.#collect(minutes * minuteMs, running.signal);
    // Collecting was turned off in the meantime, or was begun again.
    if (this.#running !== running) return;
    this.#running = undefined;
    next();
  }

  /** @returns how to go on. */
  async #collect(interval: number, signal: AbortSignal): Promise<() => void> {
    try {
      const path = await this.#parts.lakePath();
      if (path === undefined) return () => this.#wait(interval, { why: "no tenant" });
      // The lease lasts twice the interval, so that one collection at most is missed after a window has closed without
      // giving it back.
      const isOurs = await this.#parts.lease.take(path, 2 * interval);
      if (!isOurs) return () => this.#wait(interval, { why: "another window" });
      this.#set({ kind: "collecting" });
      const outcome = await this.#parts.collect(signal);
      return () => this.#afterRun(outcome, interval);
    } catch (error) {
      return () => this.#afterFailure(error, interval);
    }
  }

  #afterRun(outcome: CollectOutcome | "no tenant" | "not allowed", interval: number): void {
    if (typeof outcome === "string") {
      this.#failures = 0;
      this.#wait(interval, { why: outcome });
      return;
    }
    const [failure] = outcome.failures;
    const readNothing = outcome.tables.every(({ windows }) => windows === 0);
    this.#failures = failure !== undefined && readNothing ? this.#failures + 1 : 0;
    if (failure !== undefined) this.#fail(failure.message, interval);
    else this.#wait(interval);
  }

  #afterFailure(error: unknown, interval: number): void {
    if (error instanceof CancelledError) {
      this.#wait(interval);
      return;
    }
    this.#parts.record(error);
    this.#failures++;
    this.#fail(toTenantTrailError(error).message, interval);
  }

  #fail(message: string, interval: number): void {
    this.#set({ kind: "failed", next: this.#schedule(this.#backOff(interval)), message });
  }

  /** The interval, twice as long after each failure in a row. */
  #backOff(interval: number): number {
    return Math.max(interval, Math.min(interval * 2 ** this.#failures, longestBackOffMs));
  }

  #set(state: KeepState): void {
    this.#state = state;
    this.#changed.fire();
  }
}
