import { isRecord, parsedJson } from "../../../src/base/json-record.ts";
import { type SliceContents, sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import { canonicalSha256 } from "../../../src/lake/merge/canonical-json.ts";
import { completesState, currentMsOf } from "../../../src/lake/merge/current-state.ts";
import type { Observation } from "../../../src/lake/merge/merge-law.ts";
import { fidelity } from "../../../src/lake/merge/source-fidelity.ts";
import type { HeldSlice } from "../../../src/lake/slices/slice-work.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import type { Source } from "../../../src/protocol/tables.ts";
import { tables } from "../../../src/tables/schema/all-tables.ts";
import { identifyRecord } from "../../../src/tables/shapes/identify.ts";
import type { SeenSlice } from "../oracle/invariants.ts";

/** A row of a slice in memory, without the columns that are derived from `raw`. */
export interface JsonRow {
  readonly eventMs: number;
  readonly source: Source;
  readonly sourceRef: string;
  readonly approximate: boolean;
  readonly raw: string;
}

/** A slice as JSON: quick to read and write, and as telling as Parquet where the protocol is concerned. */
export interface JsonSlice {
  /** SHA-256 of the slice that this one replaced; null for the first. */
  readonly parent: string | null;
  readonly rows: readonly Observation<JsonRow>[];
}

export interface HeldJsonSlice extends HeldSlice {
  readonly slice: JsonSlice;
}

export function encodeSlice(
  { parent, rows }: JsonSlice,
  textOf: (row: Observation<JsonRow>) => string = JSON.stringify,
): Uint8Array {
  return Buffer.from(`{"parent":${JSON.stringify(parent)},"rows":[${rows.map((row) => textOf(row)).join(",")}]}`);
}

/** @throws SyntaxError when the bytes are no slice. */
export function decodeSlice(bytes: Uint8Array): JsonSlice {
  return JSON.parse(new TextDecoder().decode(bytes)) as JsonSlice;
}

export function heldSlice(bytes: Uint8Array): HeldJsonSlice {
  const slice = decodeSlice(bytes);
  return { bytes: bytes.length, sha256: sha256(bytes), parent: slice.parent, slice };
}

/** What a written slice holds, for the invariants. */
export function seenSlice({ sha256: digest, slice }: HeldJsonSlice): SeenSlice {
  const rows = slice.rows.map(({ tenantId, key, row }) => ({ tenantId, key, ...row }));
  return { sha256: digest, parent: slice.parent, rows };
}

export function contentsOf(slice: JsonSlice): SliceContents {
  const tenants: Record<string, number> = {};
  for (const { tenantId } of slice.rows) tenants[tenantId] = (tenants[tenantId] ?? 0) + 1;
  const times = slice.rows.map(({ row }) => row.eventMs);
  return {
    rows: times.length,
    tenants,
    approximate: slice.rows.filter(({ row }) => row.approximate).length,
    portalCsv: slice.rows.filter(({ row }) => row.source === "portal-csv").length,
    firstMs: times.length === 0 ? null : Math.min(...times),
    lastMs: times.length === 0 ? null : Math.max(...times),
    columnBytes: [],
  };
}

/** What ranks a staged row among the observations of its event. */
export function observationOf(
  staged: StagedRow,
  rank: RecordRank,
  tenantId: string,
  ref: string,
): Observation<JsonRow> {
  const { eventTimeMs: eventMs, observedMs, source, timeIsApproximate: approximate, raw } = staged;
  return {
    tenantId,
    key: staged.key,
    ...rank,
    currentMs: currentMsOf(tables[staged.table], source, observedMs),
    fidelity: fidelity[source],
    observedMs,
    firstSeenMs: observedMs,
    row: { eventMs, source, sourceRef: `${ref}:${staged.line}`, approximate, raw },
  };
}

/** A state of `kept` with the record that says more of it. */
export function completedRow(kept: JsonRow, by: JsonRow): JsonRow | undefined {
  return completesState(kept.raw, by.raw) ? { ...kept, raw: by.raw } : undefined;
}

/** What ranks an observation by its record alone. */
export type RecordRank = Pick<Observation<JsonRow>, "versionTimeMs" | "filledColumns" | "canonicalSha256">;

export function rankOf({ table, source, raw }: StagedRow): RecordRank {
  const record = parsedJson(raw);
  const identity = isRecord(record) ? identifyRecord(table, source, record) : undefined;
  return {
    versionTimeMs: identity !== undefined && "key" in identity ? identity.versionTimeMs : null,
    filledColumns: isRecord(record) ? Object.values(record).filter(isFilled).length : 0,
    canonicalSha256: canonicalSha256(raw),
  };
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
