/** What decides between two observations of one event (design: Merging). The product merges by `merge-sql.ts`, which is held to this law. */
export interface Rank {
  /** The record's own version time, milliseconds since 1970; null where it has none. */
  readonly versionTimeMs: number | null;
  /** When a poll showed it as the current state, milliseconds since 1970; null for what only was so, and where rows are no states. */
  readonly currentMs: number | null;
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

/** The kept row with the record of another row, where that record says the same and more; otherwise undefined. */
export type Completion<Row> = (kept: Row, by: Row) => Row | undefined;

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
    compareNumbers(a.currentMs, b.currentMs) ||
    a.fidelity - b.fidelity ||
    compareNumbers(a.observedMs, b.observedMs) ||
    a.filledColumns - b.filledColumns ||
    compareTexts(a.canonicalSha256, b.canonicalSha256)
  );
}

/**
 * existing ∪ incoming, one whole observation for each (tenantId, key): the greatest, with the record that `complete`
 * finds for it among the others. When that says the same as the row that was kept, the kept row stays as it is, so that a
 * re-read that finds nothing new changes nothing; but a state that a poll shows for the first time is from then on held
 * as that poll's. `existing` must hold each key once.
 */
export function merge<Row>(
  existing: readonly Observation<Row>[],
  incoming: readonly Observation<Row>[],
  complete: Completion<Row> = () => undefined,
): Merged<Row> {
  const kept = new Map<string, Observation<Row>>(existing.map((row) => [identity(row), row]));
  const groups = Map.groupBy(
    incoming.map((observation, index): Candidate<Row> => ({ observation, index })),
    ({ observation }) => identity(observation),
  );
  const changes: MergeChange[] = incoming.map(() => "unchanged");
  for (const [id, group] of groups) {
    const before = kept.get(id);
    const candidates = before === undefined ? group : [{ observation: before, index: undefined }, ...group];
    const best = bestOf(candidates, complete);
    if (best.index === undefined || (before !== undefined && !isNews(best.observation, before))) continue;
    const firstSeenMs = earliest(candidates.map(({ observation }) => observation));
    kept.set(id, { ...best.observation, firstSeenMs });
    changes[best.index] = before === undefined ? "added" : "updated";
  }
  return { rows: [...kept.values()], changes };
}

interface Candidate<Row> {
  readonly observation: Observation<Row>;
  /** Position among the incoming; undefined for the row that was kept. */
  readonly index: number | undefined;
}

/** The greatest, completed, at the position of what of it is incoming. */
function bestOf<Row>(candidates: readonly Candidate<Row>[], complete: Completion<Row>): Candidate<Row> {
  const { observation: kept, index } = greatest(candidates);
  const others = candidates.flatMap((by) => {
    const row = complete(kept.row, by.observation.row);
    return row === undefined ? [] : [{ ...by, row }];
  });
  if (others.length === 0) return { observation: kept, index };
  const { row, ...by } = greatest(others);
  const { filledColumns, canonicalSha256 } = by.observation;
  return { observation: { ...kept, filledColumns, canonicalSha256, row }, index: index ?? by.index };
}

/** The first of those that none outranks. */
function greatest<Row, C extends Candidate<Row>>(candidates: readonly C[]): C {
  return candidates.reduce((winner, next) => (compareRank(next.observation, winner.observation) > 0 ? next : winner));
}

function isNews(best: Rank, before: Rank): boolean {
  return best.canonicalSha256 !== before.canonicalSha256 || (before.currentMs === null && best.currentMs !== null);
}

/** The length says where the tenant ends, whatever stands in it. */
function identity({ tenantId, key }: { tenantId: string; key: string }): string {
  return `${tenantId.length} ${tenantId} ${key}`;
}

function earliest(observations: readonly Observation<unknown>[]): number | null {
  const times = observations.flatMap(({ firstSeenMs }) => firstSeenMs ?? []);
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
