/** What decides between two observations of one event (design: Merging). The product merges by `merge-sql.ts`, which is held to this law. */
export interface Rank {
  /** The record's own version time, milliseconds since 1970; null where it has none. */
  readonly versionTimeMs: number | null;
  readonly fidelity: number;
  /** When it was observed, milliseconds since 1970; null for imports, which lose to any. */
  readonly observedMs: number | null;
  /** How many columns have a value. */
  readonly filledColumns: number;
  /** SHA-256 of the canonical JSON, lower-case hex. */
  readonly canonicalSha256: string;
}

export interface Observation<Row> extends Rank {
  readonly tenantId: string;
  readonly key: string;
  /** Earliest observation that is known, milliseconds since 1970. */
  readonly firstSeenMs: number | null;
  readonly row: Row;
}

export type MergeChange = "added" | "updated" | "unchanged";

export interface Merged<Row> {
  /** One observation for each (tenantId, key), in the order of first appearance. */
  readonly rows: readonly Observation<Row>[];
  /** What became of each incoming observation, in order. */
  readonly changes: readonly MergeChange[];
}

/** Below 0 when `a` yields to `b`, above 0 when it wins, 0 when nothing tells them apart. */
export function compareRank(a: Rank, b: Rank): number {
  return (
    compareNumbers(a.versionTimeMs, b.versionTimeMs) ||
    a.fidelity - b.fidelity ||
    compareNumbers(a.observedMs, b.observedMs) ||
    a.filledColumns - b.filledColumns ||
    compareTexts(a.canonicalSha256, b.canonicalSha256)
  );
}

/**
 * existing ∪ incoming, one whole observation for each (tenantId, key): the greatest. When the greatest says the same
 * as the row that was kept, the kept row stays as it is, so that a re-read that finds nothing new changes nothing.
 * `existing` must hold each key once.
 */
export function merge<Row>(existing: readonly Observation<Row>[], incoming: readonly Observation<Row>[]): Merged<Row> {
  const kept = new Map<string, Observation<Row>>(existing.map((row) => [identity(row), row]));
  const groups = Map.groupBy(
    incoming.map((observation, index) => ({ observation, index })),
    ({ observation }) => identity(observation),
  );
  const changes: MergeChange[] = incoming.map(() => "unchanged");
  for (const [id, group] of groups) {
    const before = kept.get(id);
    const best = group.reduce((winner, next) =>
      compareRank(next.observation, winner.observation) > 0 ? next : winner,
    );
    const firstSeenMs = earliest([before, ...group.map(({ observation }) => observation)]);
    if (before === undefined) {
      kept.set(id, { ...best.observation, firstSeenMs });
      changes[best.index] = "added";
    } else if (
      best.observation.canonicalSha256 !== before.canonicalSha256 &&
      compareRank(best.observation, before) > 0
    ) {
      kept.set(id, { ...best.observation, firstSeenMs });
      changes[best.index] = "updated";
    }
  }
  return { rows: [...kept.values()], changes };
}

function identity(observation: { tenantId: string; key: string }): string {
  return JSON.stringify([observation.tenantId, observation.key]);
}

function earliest(observations: readonly (Observation<unknown> | undefined)[]): number | null {
  const times = observations.flatMap((observation) => observation?.firstSeenMs ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

function compareNumbers(a: number | null, b: number | null): number {
  return (a ?? Number.NEGATIVE_INFINITY) === (b ?? Number.NEGATIVE_INFINITY)
    ? 0
    : (a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
