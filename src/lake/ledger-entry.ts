import { createHash } from "node:crypto";
import * as v from "valibot";
import { partCounts } from "./slice.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const sha256Text = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const dayText = v.pipe(v.string(), v.isoDate());

const tenantRows = v.record(v.string(), count);

/** A slice after a write: what it replaced, what it holds, what the write changed. */
const sliceChange = v.strictObject({
  path: v.string(),
  before: v.nullable(sha256Text),
  after: sha256Text,
  bytes: count,
  rows: count,
  /** Rows of each tenant. */
  tenants: tenantRows,
  /** Rows whose event time is only approximately known. */
  approximate: count,
  added: count,
  updated: count,
  late: count,
});

/** Something `verify` reports for good, also after later merges. */
const anomaly = v.strictObject({ path: v.string(), expected: v.nullable(sha256Text), found: v.nullable(sha256Text) });

const windowRead = v.strictObject({
  tenantId: v.string(),
  source: v.string(),
  from: v.pipe(v.string(), v.isoTimestamp()),
  to: v.pipe(v.string(), v.isoTimestamp()),
  at: v.pipe(v.string(), v.isoTimestamp()),
});

const entrySchema = v.strictObject({
  n: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** SHA-256 of the entry before; null for the first. */
  previous: v.nullable(sha256Text),
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** `rebuilt` starts anew from what the slices say: everything before it is void. */
  kind: v.picklist(["claim", "commit", "adopt", "rebuilt"]),
  parts: v.optional(v.record(dayText, v.picklist(partCounts))),
  slices: v.optional(v.array(sliceChange)),
  windows: v.optional(v.array(windowRead)),
  anomalies: v.optional(v.array(anomaly)),
});

export type LedgerEntry = v.InferOutput<typeof entrySchema>;
export type SliceChange = v.InferOutput<typeof sliceChange>;
export type Anomaly = v.InferOutput<typeof anomaly>;
export type WindowRead = v.InferOutput<typeof windowRead>;
/** What a writer wants to say; number, chain and time are added when it is appended. */
export type LedgerNote = Omit<LedgerEntry, "n" | "previous" | "at">;

export function encodeEntry(entry: LedgerEntry): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(entry)}\n`);
}

/** The entry, or undefined when the bytes are not one. */
export function decodeEntry(bytes: Uint8Array): LedgerEntry | undefined {
  try {
    const parsed = v.safeParse(entrySchema, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
