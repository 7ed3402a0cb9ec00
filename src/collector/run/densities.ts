import { dayMs } from "../../base/time-units.ts";
import type { SourceId } from "../../protocol/collector.ts";
import type { OpenWindow } from "./open-window.ts";

/** An answer with fewer rows says little about how dense a source is. */
const tellingRows = 500;

/** How many rows a stretch of each source holds, learnt while it is read. */
export class Densities {
  readonly #rowsPerMs = new Map<SourceId, number>();

  /** Rows a day that the source seems to have; 0 while nothing is known. */
  rowsPerDay(source: SourceId): number {
    return (this.#rowsPerMs.get(source) ?? 0) * dayMs;
  }

  /** @param rowsPerDay as the ledger remembers it. */
  remember(source: SourceId, rowsPerDay: number): void {
    this.#rowsPerMs.set(source, rowsPerDay / dayMs);
  }

  /**
   * Learns from a window. One that is still being read counts as far as its rows reach, because the newest come first.
   */
  learn(open: OpenWindow, ended: boolean): void {
    if (!ended && open.fetched < tellingRows) return;
    const { fromMs, toMs, source } = open.window;
    const length = toMs - (ended ? fromMs : Math.max(fromMs, open.earliestMs));
    if (length <= 0 || fromMs === 0) return;
    this.#rowsPerMs.set(source, Math.max(open.fetched / length, (this.#rowsPerMs.get(source) ?? 0) / 2));
  }
}
