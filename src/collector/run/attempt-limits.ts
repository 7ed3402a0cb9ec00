import type { SourceId } from "../../protocol/collector.ts";
import type { CollectError } from "../collect-error.ts";
import { mostEmptyPages } from "../sources/page-links.ts";
import type { PlannedWindow } from "../window.ts";

/** A window is asked for so often from its first page before it is left to the next run. */
const attemptsPerWindow = 3;

/** So many windows of a source in a row that could not be reached: the next ones would not be either. */
const unreachableInARow = 4;

/** So many windows of a source in a row that it failed to answer: the source fails, whatever it is asked for. */
const unansweredInARow = 8;

/**
 * After so many halvings a window of a day is one of a second. A source of which no window was read to its end in
 * between does not answer at all.
 */
const halvedInARow = 20;

/** How often what failed is tried again, so that a run ends whatever Microsoft or the network do. */
export class Patience {
  readonly #attempts = new Map<string, number>();
  readonly #unreachable = new Map<SourceId, number>();
  readonly #unanswered = new Map<SourceId, number>();
  readonly #halved = new Map<SourceId, number>();
  readonly #doubted = new Map<SourceId, number>();
  readonly #empty = new Map<SourceId, number>();

  /**
   * Notes that the source answered, so that earlier failures were not those of the connection.
   * @param isEmptyWithNext that of the answer's page.
   */
  answered(source: SourceId, isEmptyWithNext: boolean): void {
    this.#unreachable.delete(source);
    this.#unanswered.delete(source);
    if (isEmptyWithNext) increased(this.#empty, source);
    else this.#empty.delete(source);
  }

  /** Whether a source gave empty pages that lead on alone, of all windows that are read at once, and ended none of these. */
  isEndless(source: SourceId): boolean {
    return (this.#empty.get(source) ?? 0) > mostEmptyPages;
  }

  /**
   * Notes that a window was read to its end. A first page alone proves nothing of this kind: where each second one
   * fails, shorter windows and other ones are of no use for ever.
   */
  ended(source: SourceId): void {
    this.#halved.delete(source);
    this.#empty.delete(source);
    this.#doubted.delete(source);
  }

  /** Counts a failure of a window; answers whether it has had all its attempts. A doubted refusal leaves it more. */
  isLastAttempt({ source, toMs }: PlannedWindow, { remedy }: CollectError): boolean {
    if (remedy.kind === "doubt") return increased(this.#attempts, `${source} ${toMs} doubted`) >= remedy.windows;
    return increased(this.#attempts, `${source} ${toMs}`) >= attemptsPerWindow;
  }

  /** Counts that a shorter window is wanted; answers whether shorter ones have proved to be of no use. */
  isHopeless(source: SourceId, { remedy }: CollectError): boolean {
    return remedy.kind === "halve" && increased(this.#halved, source) >= halvedInARow;
  }

  /** Counts a window that the source failed to answer and that is given up; answers whether it answers at all. */
  isUnanswered(source: SourceId): boolean {
    return increased(this.#unanswered, source) >= unansweredInARow;
  }

  /** Counts a refusal that may be a mistake; answers whether so many windows in a row met it that it is believed. */
  isBelieved(source: SourceId, { remedy }: CollectError): boolean {
    return remedy.kind === "doubt" && increased(this.#doubted, source) >= remedy.windows;
  }

  /** Counts a window that is given up; answers whether the way to its source is broken, rather than the window. */
  isOutOfReach(source: SourceId, { code, remedy }: CollectError): boolean {
    if (code !== "unreachable" || remedy.kind !== "again") return false;
    return increased(this.#unreachable, source) >= unreachableInARow;
  }
}

function increased<Key>(counts: Map<Key, number>, key: Key): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
