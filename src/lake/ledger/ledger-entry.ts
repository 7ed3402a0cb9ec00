import { createHash } from "node:crypto";
import * as v from "valibot";
import { partCounts } from "./day-part.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const sha256Text = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** An instant that JavaScript can read: `isoTimestamp` also accepts offsets that it cannot. */
const instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
const dayText = v.pipe(v.string(), v.isoDate());

const tenantRows = v.record(v.string(), count);

const kinds = ["claim", "commit", "rebuilt"] as const;
type Kind = (typeof kinds)[number];

function isKind(kind: string): kind is Kind {
  return (kinds as readonly string[]).includes(kind);
}

/** Milliseconds since 1970. */
const time = v.pipe(v.number(), v.integer());

/** What a slice holds. */
const contents = {
  rows: count,
  /** The least and the greatest event time of its rows; null when it holds none. */
  firstMs: v.nullable(time),
  lastMs: v.nullable(time),
  /** Rows of each tenant. */
  tenants: tenantRows,
  /** Rows whose event time is only approximately known. */
  approximate: count,
  /** Rows that came from Microsoft's CSV exports, of which some are hidden; absent where it was not counted. */
  portalCsv: v.optional(count),
  /** What each column takes in the file, by its field id: the first number is that of the column with id 1. */
  columnBytes: v.array(count),
};

/** What the ledger says of the slice of one part of a day. Its path follows from the part and the digest. */
const sliceChange = v.object({
  /** `partKey` of the part. */
  part: v.string(),
  /** SHA-256 of the slice that was there before; null when there was none. An entry holds only if it still was. */
  before: v.nullable(sha256Text),
  after: sha256Text,
  bytes: count,
  ...contents,
  added: count,
  updated: count,
  late: count,
});

/** Something `verify` reports for good, also after later merges. */
export const anomaly = v.object({ path: v.string(), expected: v.nullable(sha256Text), found: v.nullable(sha256Text) });

/** A row that the lake held and a read of its time did not show. */
const lackedRow = v.object({
  /** `keyHash` of its key. */
  key: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  at: instant,
});

/** A window of a source's axis that was read to its end, and what that brought. */
export const windowRead = v.object({
  tenantId: v.string(),
  source: v.string(),
  from: instant,
  to: instant,
  /** When its first page was made, by the server's clock: what was visible then is held. */
  at: instant,
  fetched: v.optional(count, 0),
  added: v.optional(count, 0),
  updated: v.optional(count, 0),
  /** Added, and of a stretch that was read before. */
  late: v.optional(count, 0),
  requests: v.optional(count, 0),
  throttledMs: v.optional(count, 0),
  elapsedMs: v.optional(count, 0),
  /** Rows that are held from this source in this window and were not shown: those with the least hashes, ascending. */
  lacked: v.optional(v.array(lackedRow)),
  /** It lacked rows that other reads had shown, so it is not to be relied on and covers nothing. */
  doubted: v.optional(v.literal(true)),
});

/** A window that could not be read. */
export const failedRead = v.object({
  tenantId: v.string(),
  source: v.string(),
  from: instant,
  to: instant,
  at: instant,
  code: v.string(),
  message: v.string(),
});

/**
 * Fields and kinds that a newer version adds are no damage: what is known of them is folded, and the chain is made of
 * the bytes.
 */
const entrySchema = v.object({
  n: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** SHA-256 of the entry before; null for the first. */
  previous: v.nullable(sha256Text),
  at: instant,
  /** `rebuilt` starts anew from what the slices say: everything before it is void. */
  kind: v.pipe(
    v.string(),
    v.transform((kind): Kind => (isKind(kind) ? kind : "commit")),
  ),
  parts: v.optional(v.record(dayText, v.picklist(partCounts))),
  slices: v.optional(v.array(sliceChange)),
  /** Slices that entries up to the one with this number replaced are swept. */
  sweptTo: v.optional(count),
  windows: v.optional(v.array(windowRead)),
  failures: v.optional(v.array(failedRead)),
  anomalies: v.optional(v.array(anomaly)),
});

export type LedgerEntry = v.InferOutput<typeof entrySchema>;
export type SliceChange = v.InferOutput<typeof sliceChange>;
/** The rows of a slice, counted, and what they take. */
export type SliceContents = Pick<SliceChange, keyof typeof contents>;
export type Anomaly = v.InferOutput<typeof anomaly>;
export type WindowRead = v.InferOutput<typeof windowRead>;
export type FailedRead = v.InferOutput<typeof failedRead>;
/** What a writer wants to record; its number, chain and time are added when it is appended. */
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
