import { dayMs } from "../../../base/time-units.ts";
import type { SourceId } from "../../../protocol/collector.ts";
import type { PlannedWindow } from "../../window.ts";

/** Windows to be read. It is fair between sources: the source that was served longest ago comes next. */
export class WindowQueue {
  readonly #waiting = new Map<SourceId, PlannedWindow[]>();
  readonly #served: SourceId[] = [];

  /** @param windows in the order of the plan, which holds within a source. */
  constructor(windows: readonly PlannedWindow[]) {
    for (const window of windows) this.#of(window.source).push(window);
  }

  /** How many windows wait, of one source or of all. */
  waiting(source?: SourceId): number {
    if (source !== undefined) return this.#waiting.get(source)?.length ?? 0;
    return [...this.#waiting.values()].reduce((sum, windows) => sum + windows.length, 0);
  }

  /**
   * The next window of one of these sources, cut to the length that suits its source now, or joined with its
   * neighbours of the same day when the length allows it.
   */
  take(sources: readonly SourceId[], lengthOf: (source: SourceId) => number): PlannedWindow | undefined {
    const ready = sources.filter((source) => this.waiting(source) > 0);
    const next = ready.sort((a, b) => this.#served.indexOf(a) - this.#served.indexOf(b))[0];
    if (next === undefined) return undefined;
    const before = this.#served.indexOf(next);
    if (before >= 0) this.#served.splice(before, 1);
    this.#served.push(next);
    return takeFitting(this.#of(next), lengthOf(next));
  }

  putBack(window: PlannedWindow): void {
    this.#of(window.source).unshift(window);
  }

  /** Behind others that are asked for alone, before all that are not: so each is followed by its sibling. */
  putAlone(windows: readonly PlannedWindow[]): void {
    for (const window of windows) {
      const waiting = this.#of(window.source);
      const index = waiting.findIndex(({ alone }) => alone !== true);
      waiting.splice(index < 0 ? waiting.length : index, 0, window);
    }
  }

  /** Behind the others of its source. */
  putLast(window: PlannedWindow): void {
    this.#of(window.source).push(window);
  }

  /** Leaves out what lies before `floorMs`, which the source no longer offers. */
  clamp(source: SourceId, floorMs: number): void {
    const left = this.#of(source)
      .map((window) => ({ ...window, fromMs: Math.max(window.fromMs, floorMs) }))
      .filter(({ fromMs, toMs }) => fromMs < toMs);
    this.#waiting.set(source, left);
  }

  drop(source: SourceId): void {
    this.#waiting.delete(source);
  }

  #of(source: SourceId): PlannedWindow[] {
    const windows = this.#waiting.get(source) ?? [];
    this.#waiting.set(source, windows);
    return windows;
  }
}

function takeFitting(windows: PlannedWindow[], length: number): PlannedWindow | undefined {
  let window = windows.shift();
  if (window === undefined) return undefined;
  if (window.toMs - window.fromMs > length && window.fromMs > 0) {
    const cut = window.toMs - length;
    windows.unshift({ ...window, toMs: cut });
    return { ...window, fromMs: cut };
  }
  for (;;) {
    const newer: PlannedWindow = window;
    // Windows of other reasons may lie between neighbours.
    const index = windows.findIndex((older) => joins(older, newer) && newer.toMs - older.fromMs <= length);
    const [older] = index < 0 ? [] : windows.splice(index, 1);
    if (older === undefined) return newer;
    window = { ...newer, fromMs: older.fromMs };
  }
}

function joins(older: PlannedWindow, newer: PlannedWindow): boolean {
  return (
    older.toMs === newer.fromMs &&
    older.alone !== true &&
    newer.alone !== true &&
    older.reason === newer.reason &&
    Math.floor(older.fromMs / dayMs) === Math.floor((newer.toMs - 1) / dayMs)
  );
}
