import * as v from "valibot";
import { isRecord } from "../../base/json-record.ts";
import { partCounts } from "./day-part.ts";
import { anomaly, failedRead, sha256, type WindowRead } from "./ledger-entry.ts";
import type { LedgerState } from "./ledger-state.ts";

/** A checkpoint in another format is ignored, and the log is folded again. */
const format = 6;

const segment = v.pipe(
  v.tuple([v.number(), v.number(), v.number(), v.nullable(v.number()), v.nullable(v.number())]),
  v.transform(([fromMs, toMs, readMs, foundMs, onceMs]) => ({ fromMs, toMs, readMs, foundMs, onceMs })),
);

const lackedRow = v.object({
  key: v.string(),
  eventMs: v.number(),
  firstMs: v.number(),
  lastMs: v.number(),
  reads: v.number(),
});

const dayTotals = v.object({
  day: v.string(),
  windows: v.number(),
  fetched: v.number(),
  added: v.number(),
  updated: v.number(),
  late: v.number(),
  requests: v.number(),
  throttledMs: v.number(),
  elapsedMs: v.number(),
});

const slice = v.object({
  path: v.string(),
  sha256: v.string(),
  bytes: v.number(),
  n: v.number(),
  rows: v.number(),
  firstMs: v.nullable(v.number()),
  lastMs: v.nullable(v.number()),
  tenants: v.record(v.string(), v.number()),
  approximate: v.number(),
  portalCsv: v.optional(v.number()),
  columnBytes: v.array(v.number()),
});

/** As strict as `windowRead`, without a copy of each: there are hundreds of them. */
const windows = v.custom<WindowRead[]>((value) => Array.isArray(value) && value.every(isWindow));

const texts = ["tenantId", "source"] as const;
const times = ["from", "to", "at"] as const;
const counts = ["fetched", "added", "updated", "late", "requests", "throttledMs", "elapsedMs"] as const;

function isWindow(value: unknown): value is WindowRead {
  return (
    isRecord(value) &&
    texts.every((name) => typeof value[name] === "string") &&
    times.every((name) => typeof value[name] === "string" && v.ISO_TIMESTAMP_REGEX.test(value[name])) &&
    counts.every((name) => isCount(value[name]))
  );
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

const checkpointSchema = v.object({
  format: v.literal(format),
  version: v.optional(v.string()),
  n: v.number(),
  head: v.string(),
  rebuilt: v.number(),
  parts: v.record(v.string(), v.picklist(partCounts)),
  slices: v.record(v.string(), slice),
  replaced: v.array(v.object({ path: v.string(), n: v.number(), atMs: v.number() })),
  coverage: v.record(v.string(), v.array(segment)),
  lacked: v.record(v.string(), v.array(lackedRow)),
  totals: v.record(v.string(), v.array(dayTotals)),
  windows,
  failures: v.array(failedRead),
  anomalies: v.array(anomaly),
});

/** A fold, and its last entry's object as it was seen when it was folded. */
export interface KeptFold {
  readonly state: LedgerState;
  /** Undefined when it is not known. */
  readonly version: string | undefined;
}

/** The fold as JSON: a cache, which anyone may delete. */
export function encodeCheckpoint({ state, version }: KeptFold): Uint8Array {
  const { parts, slices, coverage, lacked, totals, ...rest } = state;
  const segments = [...coverage].map(([key, each]) => [
    key,
    each.map(({ fromMs, toMs, readMs, foundMs, onceMs }) => [fromMs, toMs, readMs, foundMs, onceMs]),
  ]);
  return sealed({
    format,
    version,
    ...rest,
    parts: Object.fromEntries(parts),
    slices: Object.fromEntries(slices),
    coverage: Object.fromEntries(segments),
    lacked: Object.fromEntries(lacked),
    totals: Object.fromEntries(totals),
  });
}

/** A line of JSON, and a line with its SHA-256, so that a checkpoint with a changed byte is not believed. */
function sealed(value: unknown): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(value));
  return Buffer.concat([json, Buffer.from(`\n${sha256(json)}\n`)]);
}

/** What was sealed; undefined when the bytes are not what they were. */
function unsealed(bytes: Uint8Array): unknown {
  const end = bytes.indexOf(0x0a);
  const json = bytes.subarray(0, end);
  const seal = new TextDecoder().decode(bytes.subarray(end + 1)).trim();
  return end > 0 && seal === sha256(json) ? JSON.parse(new TextDecoder().decode(json)) : undefined;
}

/** The cached fold, or undefined when it is absent, damaged or of another format. */
export function decodeCheckpoint(bytes: Uint8Array | undefined): KeptFold | undefined {
  if (bytes === undefined) return undefined;
  try {
    const parsed = v.safeParse(checkpointSchema, unsealed(bytes));
    if (!parsed.success) return undefined;
    const { format: _, version, parts, slices, coverage, lacked, totals, ...rest } = parsed.output;
    const state = {
      ...rest,
      parts: new Map(Object.entries(parts)),
      slices: new Map(Object.entries(slices)),
      coverage: new Map(Object.entries(coverage)),
      lacked: new Map(Object.entries(lacked)),
      totals: new Map(Object.entries(totals)),
    };
    return { state, version };
  } catch {
    return undefined;
  }
}
