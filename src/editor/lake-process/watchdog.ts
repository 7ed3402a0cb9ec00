import { totalmem } from "node:os";
import { t } from "../../base/translated.ts";

const gigabyte = 1024 ** 3;

export interface WatchdogLimits {
  /** How long a cancelled call may go on, in milliseconds. */
  readonly cancelMs: number;
  /** What the process may take of the machine's memory (resident), in bytes. */
  readonly memoryBytes: number;
  /** How often memory is looked at, in milliseconds. */
  readonly everyMs: number;
}

/** Why a process was ended from outside. */
export interface EndedFor {
  readonly kind: "cancel" | "memory";
}

/** An import takes up to 1.5 GB and a query 1 GB, so half of a machine of 8 GB is far more than both. */
export function usualLimits(machineBytes: number = totalmem()): WatchdogLimits {
  return {
    cancelMs: 5_000,
    memoryBytes: Math.max(2 * gigabyte, Math.min(4 * gigabyte, machineBytes / 2)),
    everyMs: 1_000,
  };
}

/**
 * Watches one process while it works, from outside: DuckDB neither counts all memory that lists take nor looks for an
 * interrupt inside of them, and a process that translates hears nothing.
 */
export class Watchdog {
  readonly #limits: WatchdogLimits;
  readonly #memory: () => Promise<number | undefined>;
  readonly #end: (ended: EndedFor) => void;
  readonly #calls = new Set<{ readonly signal: AbortSignal | undefined }>();
  #looking: NodeJS.Timeout | undefined;
  #ended = false;

  /**
   * @param memory the process's resident bytes, or undefined when nobody can tell.
   * @param end called at most once.
   */
  constructor(limits: WatchdogLimits, memory: () => Promise<number | undefined>, end: (ended: EndedFor) => void) {
    this.#limits = limits;
    this.#memory = memory;
    this.#end = end;
  }

  /** Whether somebody still waits for an answer. */
  get isAwaited(): boolean {
    return [...this.#calls].some(({ signal }) => !signal?.aborted);
  }

  /** Watches a call until it is settled. */
  async during<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    let patience: NodeJS.Timeout | undefined;
    const cancelled = (): void => {
      patience = setTimeout(() => this.#endFor({ kind: "cancel" }), this.#limits.cancelMs);
    };
    const call = { signal };
    signal?.addEventListener("abort", cancelled, { once: true });
    this.#calls.add(call);
    this.#looking ??= setInterval(() => void this.#look(), this.#limits.everyMs);
    try {
      return await work();
    } finally {
      signal?.removeEventListener("abort", cancelled);
      clearTimeout(patience);
      this.#calls.delete(call);
      if (this.#calls.size === 0) this.dispose();
    }
  }

  /** Stops looking; a later call starts it again. */
  dispose(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  async #look(): Promise<void> {
    const bytes = await this.#memory();
    if (bytes !== undefined && bytes > this.#limits.memoryBytes) this.#endFor({ kind: "memory" });
  }

  #endFor(ended: EndedFor): void {
    if (this.#ended) return;
    this.#ended = true;
    this.dispose();
    this.#end(ended);
  }
}

/** What happened, what it means and what to do. */
export function endedSentence(ended: EndedFor, limits: WatchdogLimits): string {
  const what =
    ended.kind === "cancel"
      ? t("The lake process did not stop a cancelled task within {0} seconds, so it was ended.", limits.cancelMs / 1000)
      : t(
          "The lake process took more than the {0} of memory that it may take, so it was ended.",
          inGigabytes(limits.memoryBytes),
        );
  const todo =
    ended.kind === "cancel"
      ? t("Run again what you still need.")
      : t("Ask for fewer days, columns or rows, or for shorter lists, and run it again.");
  return t(
    "{0} Everything else that ran in it ended too, and results that were open are gone. The logs in the lake are not affected. {1}",
    what,
    todo,
  );
}

function inGigabytes(bytes: number): string {
  return t("{0} GB", (bytes / gigabyte).toFixed(1).replace(/\.0$/, ""));
}
