import type { SourceId } from "../../../../src/protocol/collector.ts";

/** A record that a mood left out of an answer, though it was visible. */
export interface WithheldRow {
  readonly source: SourceId;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** What answers left out, so that a collector is not blamed for what it was not shown. */
export class WithheldRows {
  readonly #rows: WithheldRow[] = [];
  readonly #times = new Map<string, number[]>();

  add(row: WithheldRow): void {
    this.#rows.push(row);
    const times = this.#times.get(row.key) ?? [];
    times.push(row.atMs);
    this.#times.set(row.key, times);
  }

  all(): readonly WithheldRow[] {
    return this.#rows;
  }

  /** When an answer last left the key out before an instant, milliseconds since 1970; -Infinity when none did. */
  last(key: string, beforeMs: number): number {
    return this.#times.get(key)?.findLast((atMs) => atMs < beforeMs) ?? Number.NEGATIVE_INFINITY;
  }

  /** Whether some answer within [fromMs, toMs] left the key out. */
  within(key: string, fromMs: number, toMs: number): boolean {
    return this.#times.get(key)?.some((atMs) => atMs >= fromMs && atMs <= toMs) ?? false;
  }
}
