/** A run of the collector that nobody killed, that ended by itself, and in which nothing went wrong. */
export interface CompleteRun {
  readonly tenantId: string;
  /** When it began and ended, milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The complete runs of a life: what was offered to two of them can have been read. */
export class CompleteRuns {
  readonly #runs: CompleteRun[] = [];

  add(run: CompleteRun): void {
    this.#runs.push(run);
  }

  /** Those of a tenant that began at or after an instant and ended before another, in their order. */
  between(tenantId: string, fromMs: number, toMs: number): readonly CompleteRun[] {
    return this.#runs.filter((run) => run.tenantId === tenantId && run.fromMs >= fromMs && run.toMs < toMs);
  }
}
