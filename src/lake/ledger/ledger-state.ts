import { cover, coverageKey, reopen, type Segment } from "./coverage.ts";
import type { PartCount } from "./day-part.ts";
import { type LackedRow, lackedAfter } from "./lacked-rows.ts";
import type { Anomaly, FailedRead, LedgerEntry, SliceChange, SliceContents, WindowRead } from "./ledger-entry.ts";
import { addRead, type DayTotals } from "./read-totals.ts";
import { slicePath } from "./slice-path.ts";

/** What the ledger says of the slice of one part of a day. */
export interface SliceState extends Readonly<SliceContents> {
  /** Where it lies in the lake's storage. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Number of the entry that names it. */
  readonly n: number;
}

/** A slice that was replaced and lies there until it is swept. */
export interface ReplacedSlice {
  readonly path: string;
  /** Number of the entry that replaced it. */
  readonly n: number;
  /** The time of that entry by its writer's clock, milliseconds since 1970. */
  readonly atMs: number;
}

/** The fold of a table's ledger. */
export interface LedgerState {
  /** Number of the last entry; 0 for an empty ledger. */
  readonly n: number;
  /** SHA-256 of the last entry; null for an empty ledger. */
  readonly head: string | null;
  /** Number of the entry that last started the ledger anew from its slices; 0 for none. */
  readonly rebuilt: number;
  readonly parts: ReadonlyMap<string, PartCount>;
  /** The slice of each part of a day, by `partKey`. */
  readonly slices: ReadonlyMap<string, SliceState>;
  /** Oldest first. */
  readonly replaced: readonly ReplacedSlice[];
  /** What was read, by `coverageKey`. */
  readonly coverage: ReadonlyMap<string, readonly Segment[]>;
  /** Held rows that the newest read of their time did not show, by `coverageKey`. */
  readonly lacked: ReadonlyMap<string, readonly LackedRow[]>;
  /** What the newest days of reading brought, by `coverageKey`. */
  readonly totals: ReadonlyMap<string, readonly DayTotals[]>;
  /** The newest few hundred windows, in the ledger's order. */
  readonly windows: readonly WindowRead[];
  /** The newest few failures, in the ledger's order. */
  readonly failures: readonly FailedRead[];
  readonly anomalies: readonly Anomaly[];
}

export const emptyLedger: LedgerState = {
  n: 0,
  head: null,
  rebuilt: 0,
  parts: new Map(),
  slices: new Map(),
  replaced: [],
  coverage: new Map(),
  lacked: new Map(),
  totals: new Map(),
  windows: [],
  failures: [],
  anomalies: [],
};

const rememberedWindows = 400;
const rememberedFailures = 100;

/** The state after one more entry. The first claim of a day's part count stands (design: The ledger). */
export function foldEntry(state: LedgerState, entry: LedgerEntry, digest: string): LedgerState {
  return new LedgerFold().add(state, entry, digest);
}

/**
 * Folds many entries one after the other without a copy of the state for each. The state that it began with stays as
 * it is; of those that it gave, only the last is to be used.
 */
export class LedgerFold {
  /** Maps that nobody else has seen, so that they may be changed. */
  readonly #own = new WeakSet<object>();

  /** The state after one more entry. */
  add(state: LedgerState, entry: LedgerEntry, digest: string): LedgerState {
    return folded(state, entry, digest, (map) => this.#owned(map));
  }

  #owned<Value>(map: ReadonlyMap<string, Value>): Map<string, Value> {
    if (this.#own.has(map)) return map as Map<string, Value>;
    const copy = new Map(map);
    this.#own.add(copy);
    return copy;
  }
}

/** Gives a map with the same content that may be changed. */
type Owned = <Value>(map: ReadonlyMap<string, Value>) => Map<string, Value>;

function folded(state: LedgerState, entry: LedgerEntry, digest: string, owned: Owned): LedgerState {
  const base = entry.kind === "rebuilt" ? { ...emptyLedger, rebuilt: entry.n, anomalies: state.anomalies } : state;
  return {
    ...base,
    n: entry.n,
    head: digest,
    ...(entry.parts && { parts: claimed(owned(base.parts), entry.parts) }),
    ...((entry.slices || entry.anomalies || entry.sweptTo !== undefined) && changed(base, entry, owned)),
    ...(entry.windows && read(base, entry.windows, owned)),
    ...(entry.failures && { failures: [...base.failures, ...entry.failures].slice(-rememberedFailures) }),
  };
}

function claimed(parts: Map<string, PartCount>, wanted: NonNullable<LedgerEntry["parts"]>): LedgerState["parts"] {
  for (const [day, count] of Object.entries(wanted)) if (!parts.has(day)) parts.set(day, count);
  return parts;
}

function changed(
  base: LedgerState,
  entry: LedgerEntry,
  owned: Owned,
): Pick<LedgerState, "slices" | "replaced" | "anomalies"> {
  const anomalies = [...base.anomalies, ...(entry.anomalies ?? [])];
  const { sweptTo = 0 } = entry;
  const replaced = base.replaced.filter(({ n }) => n > sweptTo);
  if (entry.slices === undefined) return { slices: base.slices, replaced, anomalies };
  const slices = owned(base.slices);
  for (const change of entry.slices) {
    const { part, before, after, bytes, added: _, updated: __, late: ___, ...contents } = change;
    const known = slices.get(part);
    if ((known?.sha256 ?? null) !== before) anomalies.push(notAsExpected(part, known, before));
    const path = slicePath(part, after);
    if (known !== undefined && known.path !== path)
      replaced.push({ path: known.path, n: entry.n, atMs: Date.parse(entry.at) });
    slices.set(part, { path, sha256: after, bytes, n: entry.n, ...contents });
  }
  return { slices, replaced, anomalies };
}

/** No writer of ours appends such an entry. */
function notAsExpected(part: string, known: SliceState | undefined, before: SliceChange["before"]): Anomaly {
  const [expected, path] = [known?.sha256 ?? null, known?.path ?? slicePath(part, before ?? "")];
  return { path, expected, found: before };
}

function read(
  base: LedgerState,
  windows: readonly WindowRead[],
  owned: Owned,
): Pick<LedgerState, "coverage" | "lacked" | "totals" | "windows"> {
  const coverage = owned(base.coverage);
  const lacked = owned(base.lacked);
  const totals = owned(base.totals);
  for (const window of windows) {
    const { from, to, at, late } = window;
    const key = coverageKey(window.tenantId, window.source);
    const covered = { fromMs: Date.parse(from), toMs: Date.parse(to), atMs: Date.parse(at), late };
    const segments = coverage.get(key) ?? [];
    if (window.doubted !== true) coverage.set(key, cover(segments, covered));
    else if (late > 0) coverage.set(key, reopen(segments, covered));
    const rows = lackedAfter(lacked.get(key) ?? [], window);
    if (rows.length > 0) lacked.set(key, rows);
    else lacked.delete(key);
    totals.set(key, addRead(totals.get(key) ?? [], window));
  }
  return {
    coverage,
    lacked,
    totals,
    windows: [...base.windows, ...windows.map(withoutRows)].slice(-rememberedWindows),
  };
}

/** Lacked rows are remembered by source. */
function withoutRows({ lacked: _, ...window }: WindowRead): WindowRead {
  return window;
}
