import type { Anomaly, LedgerEntry, SliceChange, WindowRead } from "./ledger-entry.ts";
import type { PartCount } from "./slice.ts";

/** What the ledger says of one slice. */
export interface SliceState {
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
  readonly slices: ReadonlyMap<string, SliceState>;
  readonly windows: readonly WindowRead[];
  readonly anomalies: readonly Anomaly[];
}

export const emptyLedger: LedgerState = {
  n: 0,
  head: null,
  parts: new Map(),
  slices: new Map(),
  windows: [],
  anomalies: [],
};

const rememberedDigests = 16;

/** The state after one more entry. The first claim of a day's part count stands (design: The ledger). */
export function foldEntry(state: LedgerState, entry: LedgerEntry, digest: string): LedgerState {
  const base = entry.kind === "rebuilt" ? { ...emptyLedger, anomalies: state.anomalies } : state;
  const parts = new Map(base.parts);
  for (const [day, count] of Object.entries(entry.parts ?? {})) if (!parts.has(day)) parts.set(day, count);
  const slices = new Map(base.slices);
  const anomalies = [...base.anomalies, ...(entry.anomalies ?? [])];
  for (const change of entry.slices ?? []) applySlice(slices, anomalies, change);
  return {
    n: entry.n,
    head: digest,
    parts,
    slices,
    windows: [...base.windows, ...(entry.windows ?? [])],
    anomalies,
  };
}

function applySlice(slices: Map<string, SliceState>, anomalies: Anomaly[], change: SliceChange): void {
  const known = slices.get(change.path);
  if (known !== undefined && (known.sha256 === change.after || known.earlier.includes(change.after))) return;
  if ((known?.sha256 ?? null) !== change.before && !isRecorded(anomalies, change))
    anomalies.push({ path: change.path, expected: known?.sha256 ?? null, found: change.before });
  slices.set(change.path, {
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
