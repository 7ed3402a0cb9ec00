import { type PartCount, parseSlicePath, partKey } from "../slices/slice.ts";
import { cover, coverageKey, reopen, type Segment } from "./coverage.ts";
import { type LackedRow, lackedAfter } from "./lacked-rows.ts";
import type { Anomaly, FailedRead, LedgerEntry, SliceChange, WindowRead } from "./ledger-entry.ts";
import { addRead, type DayTotals } from "./read-totals.ts";

/** What the ledger says of the slice of one part of a day. */
export interface SliceState {
  /** Where it lies in the lake's storage. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  readonly tenants: Readonly<Record<string, number>>;
  readonly approximate: number;
  /** Digests this slice had before, newest last, so that an entry written late is recognised. */
  readonly earlier: readonly string[];
}

/** The fold of a table's ledger. */
export interface LedgerState {
  /** Number of the last entry; 0 for an empty ledger. */
  readonly n: number;
  /** SHA-256 of the last entry; null for an empty ledger. */
  readonly head: string | null;
  readonly parts: ReadonlyMap<string, PartCount>;
  /** The slice of each part of a day, by `partKey`. */
  readonly slices: ReadonlyMap<string, SliceState>;
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
  parts: new Map(),
  slices: new Map(),
  coverage: new Map(),
  lacked: new Map(),
  totals: new Map(),
  windows: [],
  failures: [],
  anomalies: [],
};

const rememberedDigests = 16;
const rememberedWindows = 400;
const rememberedFailures = 100;

/** The state after one more entry. The first claim of a day's part count stands (design: The ledger). */
export function foldEntry(state: LedgerState, entry: LedgerEntry, digest: string): LedgerState {
  const base = entry.kind === "rebuilt" ? { ...emptyLedger, anomalies: state.anomalies } : state;
  return {
    ...base,
    n: entry.n,
    head: digest,
    ...(entry.parts && { parts: claimed(base.parts, entry.parts) }),
    ...((entry.slices || entry.anomalies) && changed(base, entry)),
    ...(entry.windows && read(base, entry.windows)),
    ...(entry.failures && { failures: [...base.failures, ...entry.failures].slice(-rememberedFailures) }),
  };
}

function claimed(known: LedgerState["parts"], wanted: NonNullable<LedgerEntry["parts"]>): LedgerState["parts"] {
  const parts = new Map(known);
  for (const [day, count] of Object.entries(wanted)) if (!parts.has(day)) parts.set(day, count);
  return parts;
}

function changed(base: LedgerState, entry: LedgerEntry): Pick<LedgerState, "slices" | "anomalies"> {
  const anomalies = [...base.anomalies, ...(entry.anomalies ?? [])];
  if (entry.slices === undefined) return { slices: base.slices, anomalies };
  const slices = new Map(base.slices);
  for (const change of entry.slices) applySlice(slices, anomalies, change);
  return { slices, anomalies };
}

function read(
  base: LedgerState,
  windows: readonly WindowRead[],
): Pick<LedgerState, "coverage" | "lacked" | "totals" | "windows"> {
  const coverage = new Map(base.coverage);
  const lacked = new Map(base.lacked);
  const totals = new Map(base.totals);
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

function applySlice(slices: Map<string, SliceState>, anomalies: Anomaly[], change: SliceChange): void {
  const slice = parseSlicePath(change.path);
  // What names no slice is kept as it is, so that whoever is to read it can refuse it.
  const key = slice === undefined ? change.path : partKey(slice);
  const known = slices.get(key);
  if (known !== undefined && (known.sha256 === change.after || known.earlier.includes(change.after))) return;
  if ((known?.sha256 ?? null) !== change.before && !isRecorded(anomalies, change))
    anomalies.push({ path: change.path, expected: known?.sha256 ?? null, found: change.before });
  slices.set(key, {
    path: change.path,
    sha256: change.after,
    bytes: change.bytes,
    rows: change.rows,
    tenants: change.tenants,
    approximate: change.approximate,
    earlier: known === undefined ? [] : [...known.earlier, known.sha256].slice(-rememberedDigests),
  });
}

function isRecorded(anomalies: readonly Anomaly[], change: SliceChange): boolean {
  return anomalies.some(({ path, found }) => path === change.path && found === change.before);
}
