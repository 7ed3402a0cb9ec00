import type { LogSource } from "../../lake/collecting/log-sources.ts";
import { isExcused, keyHash, type LackedRow, rowsToName } from "../../lake/ledger/lacked-rows.ts";
import type { WindowRead } from "../../lake/ledger/ledger-entry.ts";
import { apartFrom } from "../../lake/ledger/range-parts.ts";
import type { HeldRow, HeldRowsQuestion } from "../../lake/slices/slice-work.ts";
import type { PlannedWindow } from "../window.ts";
import type { Comparison, InputCounts } from "./collect-lake.ts";

/** Sums over what the requests of a window brought. */
export interface WindowCost {
  readonly requests: number;
  readonly throttledMs: number;
}

/** A window while it is read, and until its last rows are merged. */
export class OpenWindow {
  readonly source: LogSource;
  readonly window: PlannedWindow;
  readonly tenantId: string;
  readonly startedMs: number;
  readonly inputs: number[] = [];
  pages = 0;
  fetched = 0;
  /** Why some of its rows could not be merged. Such a window is never covered. */
  unmerged: string | undefined;
  /** Earliest place on the axis of the rows so far. */
  earliestMs: number;
  readonly #shown = new Set<string>();
  #comparison: Comparison = { notShown: [], lackedBefore: [] };
  #lacked = 0;
  #atMs: number;
  #counts: InputCounts = { added: 0, updated: 0, late: 0 };

  /** @param serverNowMs the server's time, as far as it is known: nothing that became visible later is claimed. */
  constructor(source: LogSource, window: PlannedWindow, tenantId: string, startedMs: number, serverNowMs: number) {
    this.source = source;
    this.window = window;
    this.tenantId = tenantId;
    this.startedMs = startedMs;
    this.earliestMs = window.toMs;
    this.#atMs = serverNowMs;
  }

  /** The server's time of the first answer, milliseconds since 1970; of its beginning before that. */
  get atMs(): number {
    return this.#atMs;
  }

  /** Takes note of an answer. */
  answered(input: number, observedMs: number): void {
    this.inputs.push(input);
    this.pages += 1;
    this.#atMs = Math.min(this.#atMs, observedMs);
  }

  /** Takes note of a row. */
  showed(key: string): void {
    if (this.source.axis === "eventTime") this.#shown.add(key);
  }

  shows(key: string): boolean {
    return this.#shown.has(key);
  }

  /**
   * Which held rows it had to show. Undefined where that cannot be told: a risk detection that was updated since has
   * moved on its axis, a record of activity does not say in which content it came, states are replaced, and what was a
   * risky sign-in may no longer be one.
   */
  get question(): HeldRowsQuestion | undefined {
    const { id, table, axis, rowSource } = this.source;
    const { fromMs, toMs } = this.window;
    if (axis !== "eventTime" || this.source.olderOnly) return undefined;
    const isOneKind = id.startsWith("signIns.") && id !== "signIns.v1.0";
    return {
      table,
      tenantId: this.tenantId,
      source: rowSource,
      ...(isOneKind && { signInKind: id.slice("signIns.".length) }),
      fromMs,
      toMs,
      seenBeforeMs: this.#atMs,
    };
  }

  /** It was held against the lake, before what it is told of. */
  compared(comparison: Comparison): void {
    this.#comparison = comparison;
  }

  /** How many rows it lacked that make it doubted, once its reads were told. */
  get lacked(): number {
    return this.#lacked;
  }

  merged(counts: ReadonlyMap<number, InputCounts>): void {
    this.#counts = this.#with(counts);
  }

  /**
   * What the ledger is told of it: the stretches that were read, none of them beyond the time of the first answer. All
   * of them are doubted when one lacks a row that Microsoft still offers, as far as is known.
   * @param counts of the rows that are merged now.
   */
  reads(
    counts: ReadonlyMap<number, InputCounts>,
    missing: readonly { readonly fromMs: number; readonly toMs: number }[],
    cost: WindowCost,
    endedMs: number,
  ): WindowRead[] {
    const toMs = Math.min(this.window.toMs, this.#atMs);
    // A clock that is set back while the window is read must not make an invalid entry.
    const elapsedMs = Math.max(0, endedMs - this.startedMs);
    const sums = { fetched: this.fetched, ...this.#with(counts), ...cost, elapsedMs };
    const nothing = { fetched: 0, added: 0, updated: 0, late: 0, requests: 0, throttledMs: 0, elapsedMs: 0 };
    const { notShown, lackedBefore } = this.#comparison;
    const reads = apartFrom({ fromMs: this.window.fromMs, toMs }, missing).map((stretch, index): WindowRead => {
      const lacked = namedRows(notShown, stretch, lackedBefore);
      return {
        tenantId: this.tenantId,
        source: this.window.source,
        from: new Date(stretch.fromMs).toISOString(),
        to: new Date(stretch.toMs).toISOString(),
        at: new Date(this.#atMs).toISOString(),
        ...(index === 0 ? sums : nothing),
        ...(lacked.length > 0 && { lacked }),
      };
    });
    if (reads.every((read) => isExcused(lackedBefore, read))) return reads;
    this.#lacked = notShown.length;
    return reads.map((read) => ({ ...read, doubted: true }));
  }

  #with(counts: ReadonlyMap<number, InputCounts>): InputCounts {
    let sum = this.#counts;
    for (const input of this.inputs) {
      const more = counts.get(input);
      if (more !== undefined)
        sum = {
          added: sum.added + more.added,
          updated: sum.updated + more.updated,
          late: sum.late + more.late,
        };
    }
    return sum;
  }
}

/** The lacked rows of a stretch as the ledger names them. */
function namedRows(
  rows: readonly HeldRow[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  lackedBefore: readonly LackedRow[],
): NonNullable<WindowRead["lacked"]> {
  const missing = rows
    .filter(({ eventMs }) => eventMs >= fromMs && eventMs < toMs)
    .map(({ key, eventMs }) => ({ key: keyHash(key), at: new Date(eventMs).toISOString() }));
  return [...rowsToName(missing, lackedBefore)];
}
