import type { TileOutcome } from "../../src/protocol/dashboard/dashboard-page.ts";
import { CancelledError } from "../../src/protocol/errors.ts";

/** How a tile stands: it waits for its turn or to be seen, its query runs, or it has ended. */
export type TileState = { readonly kind: "waiting" } | { readonly kind: "running" } | TileOutcome;

/** More at once would make each of them late. */
const mostAtOnce = 4;

/**
 * Runs the queries of tiles that are seen, from the first on and a few at a time. What is no longer seen is cancelled
 * and runs again when it is; what has ended stays until everything is asked anew.
 */
export class TileLoader {
  readonly #run: (tile: string, signal: AbortSignal) => Promise<TileOutcome>;
  readonly #onChange: () => void;
  readonly #states = new Map<string, TileState>();
  readonly #running = new Map<string, AbortController>();
  readonly #seen = new Set<string>();
  #isPageSeen = true;
  #isHeld = true;

  /** @param run rejects with CancelledError when its signal is aborted; another rejection is the tile's failure. */
  constructor(run: (tile: string, signal: AbortSignal) => Promise<TileOutcome>, onChange: () => void) {
    this.#run = run;
    this.#onChange = onChange;
  }

  stateOf(tile: string): TileState {
    return this.#states.get(tile) ?? { kind: "waiting" };
  }

  /** Asks all tiles anew, in this order; what runs is cancelled. */
  begin(tiles: readonly string[]): void {
    this.stop();
    this.#isHeld = false;
    for (const tile of tiles) this.#states.set(tile, { kind: "waiting" });
    this.#pump();
  }

  /** Cancels what runs, and runs nothing until `begin`. */
  stop(): void {
    this.#isHeld = true;
    for (const controller of this.#running.values()) controller.abort(new CancelledError());
    this.#running.clear();
    this.#states.clear();
    this.#onChange();
  }

  /** Asks one tile anew. */
  again(tile: string): void {
    this.#cancel(tile);
    this.#states.set(tile, { kind: "waiting" });
    this.#pump();
  }

  /** Tells whether a tile is in sight. */
  see(tile: string, isSeen: boolean): void {
    if (isSeen) this.#seen.add(tile);
    else this.#seen.delete(tile);
    this.#pump();
  }

  /** Tells whether the whole page is in sight. */
  seePage(isSeen: boolean): void {
    this.#isPageSeen = isSeen;
    this.#pump();
  }

  #pump(): void {
    for (const tile of [...this.#running.keys()]) if (!this.#isSeen(tile)) this.#cancel(tile);
    if (!this.#isHeld)
      for (const [tile, { kind }] of this.#states) {
        if (this.#running.size >= mostAtOnce) break;
        if (kind === "waiting" && this.#isSeen(tile)) void this.#start(tile);
      }
    this.#onChange();
  }

  async #start(tile: string): Promise<void> {
    const controller = new AbortController();
    this.#running.set(tile, controller);
    this.#states.set(tile, { kind: "running" });
    let state: TileState;
    try {
      state = await this.#run(tile, controller.signal);
    } catch (error) {
      state =
        error instanceof CancelledError
          ? { kind: "waiting" }
          : { kind: "failed", message: error instanceof Error ? error.message : String(error) };
    }
    // Another run of the tile has begun, or none is wanted any more.
    if (this.#running.get(tile) !== controller) return;
    this.#running.delete(tile);
    this.#states.set(tile, state);
    this.#pump();
  }

  #cancel(tile: string): void {
    const controller = this.#running.get(tile);
    if (controller === undefined) return;
    this.#running.delete(tile);
    this.#states.set(tile, { kind: "waiting" });
    controller.abort(new CancelledError());
  }

  #isSeen(tile: string): boolean {
    return this.#isPageSeen && this.#seen.has(tile);
  }
}
