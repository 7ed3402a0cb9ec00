import { minuteMs } from "../../base/time-units.ts";
import type { CollectOptions, CollectParts } from "./collect-parts.ts";
import type { OpenWindow, WindowCost } from "./open-window.ts";
import type { Tallies } from "./tallies.ts";

/** A clock that is wrong by more is mentioned. */
const tolerableClockErrorMs = minuteMs;

/** Says how a run goes, and what its windows cost. */
export class RunReport {
  readonly #parts: CollectParts;
  readonly #options: CollectOptions;
  readonly #tallies: Tallies;
  readonly #waiting: () => number;
  readonly #told = { requests: 0, throttledMs: 0 };
  /** The window that was begun last, or that moved on last. */
  #newest: OpenWindow | undefined;

  /** @param waiting how many windows are still to be read. */
  constructor(parts: CollectParts, options: CollectOptions, tallies: Tallies, waiting: () => number) {
    this.#parts = parts;
    this.#options = options;
    this.#tallies = tallies;
    this.#waiting = waiting;
  }

  /** A window was begun, moved on or was merged. */
  movedOn(open: OpenWindow): void {
    this.#newest = open;
    const { microsoft, settings } = this.#parts;
    const { fetched, added, windows } = this.#tallies.total();
    const waitingUntil = microsoft.waitingUntil();
    this.#options.onProgress?.({
      tenantId: settings.tenantId,
      table: open.source.table,
      source: open.window.source,
      from: new Date(open.window.fromMs).toISOString(),
      to: new Date(open.window.toMs).toISOString(),
      fetched,
      added,
      windows,
      requests: microsoft.usage().requests,
      remaining: this.#waiting(),
      ...(waitingUntil !== undefined && { waitingUntil }),
    });
  }

  /** Says the newest again, for Microsoft holds requests back. */
  heldBack(): void {
    if (this.#newest !== undefined) this.movedOn(this.#newest);
  }

  /** What requests cost since the last time, for the window that has just ended. */
  costSinceLast(): WindowCost {
    const { requests, throttledMs } = this.#parts.microsoft.usage();
    const cost = {
      requests: requests - this.#told.requests,
      throttledMs: Math.round(throttledMs - this.#told.throttledMs),
    };
    Object.assign(this.#told, { requests, throttledMs });
    return cost;
  }

  /** Warns of a clock that is wrong, and of server times that cannot be true. */
  checkClock(): void {
    const strange = this.#parts.microsoft.strangeDate();
    if (strange !== undefined)
      this.#tallies.warn(
        `Some of Microsoft's answers, or those of a proxy, say that it is ${strange.slice(0, 10)}. This computer's clock ` +
          "was used; if it is the clock that is wrong, set it right.",
      );
    const error = this.#parts.microsoft.clockError();
    if (Math.abs(error) <= tolerableClockErrorMs) return;
    const minutes = Math.round(Math.abs(error) / minuteMs);
    this.#tallies.warn(
      `This computer's clock is ${minutes} minutes ${error > 0 ? "ahead of" : "behind"} Microsoft's. ` +
        "Microsoft's time was used; set the clock right.",
    );
  }
}
