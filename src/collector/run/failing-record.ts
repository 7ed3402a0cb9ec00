import type { SourceId } from "../../protocol/collector.ts";
import type { CollectError } from "../collect-error.ts";
import type { PlannedWindow } from "../window.ts";

const second = 1_000;

/** A whole window is asked for so often before shorter ones are. */
const wholeAttempts = 2;

/** So many failures of a source in a row, with no answer in between: it is the source that fails, and not a record. */
const failuresInARow = 6;

/** So many failures of a source are spent in a run on looking for the records that make their answers fail. */
const budget = 80;

/** What is done with a window that Microsoft failed to answer. */
export type Narrowed =
  | { readonly kind: "again" }
  /** Each half is asked for alone. */
  | { readonly kind: "halves"; readonly halves: readonly PlannedWindow[] }
  | { readonly kind: "give-up" };

/**
 * Finds the record that makes every answer that holds it fail (collecting.md §3: one bad event breaks all): the window
 * is halved until the shortest stretch that still fails is known, so that all around it can be read.
 */
export class FailingRecordSearch {
  readonly #attempts = new Map<string, number>();
  readonly #inARow = new Map<SourceId, number>();
  readonly #spent = new Map<SourceId, number>();

  /** The source gave an answer. */
  answered(source: SourceId): void {
    this.#inARow.delete(source);
  }

  /** Counts a failure; undefined when it is of another kind. */
  next(window: PlannedWindow, { code, remedy }: CollectError): Narrowed | undefined {
    // A poll of all states has no parts.
    if (code !== "collect-failed" || remedy.kind !== "again" || window.fromMs <= 0) return undefined;
    const { source, fromMs, toMs, alone } = window;
    const inARow = increased(this.#inARow, source);
    const spent = increased(this.#spent, source);
    if (inARow >= failuresInARow || spent > budget) return { kind: "give-up" };
    const isShortest = toMs - fromMs <= second;
    const attempts = increased(this.#attempts, `${source} ${toMs}`);
    if (alone !== true && !isShortest && attempts < wholeAttempts) return { kind: "again" };
    if (isShortest) return { kind: "give-up" };
    const middleMs = Math.ceil((fromMs + toMs) / 2 / second) * second;
    const half = (from: number, to: number): PlannedWindow => ({ ...window, fromMs: from, toMs: to, alone: true });
    return { kind: "halves", halves: [half(middleMs, toMs), half(fromMs, middleMs)] };
  }
}

function increased<Key>(counts: Map<Key, number>, key: Key): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
