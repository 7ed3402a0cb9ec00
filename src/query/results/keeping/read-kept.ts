import * as v from "valibot";
import type { KeptResult } from "../../../protocol/evidence/kept-result.ts";
import { tableNames } from "../../../protocol/tables.ts";
import { isTypeText } from "./type-text.ts";

const text = v.string();
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const table = v.picklist(tableNames);
const instant = v.pipe(
  v.string(),
  v.check((given) => !Number.isNaN(Date.parse(given))),
);
const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const stretch = v.object({ from: text, to: text });
const states = ["complete", "settling", "readOnce", "imported", "history", "gap", "gapInPart", "lost"] as const;

const coverage = v.object({
  table,
  tenantId: v.exactOptional(text),
  tenantName: v.exactOptional(text),
  from: v.exactOptional(text),
  to: v.exactOptional(text),
  days: number,
  uncounted: v.exactOptional(v.picklist(["neverHeld", "toCome"])),
  states: v.record(v.picklist([...states, "lostInPart", "unheld"]), number),
  noLongerOffered: v.exactOptional(number),
  isLedgerDamaged: v.exactOptional(v.literal(true)),
  leftOutSlices: v.exactOptional(number),
  unnamedSlices: v.exactOptional(number),
  gaps: v.array(stretch),
  readTo: v.exactOptional(instant),
  newestEvent: v.exactOptional(instant),
});

const summary = v.object({
  resultId: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-\d{1,9}$/)),
  title: text,
  columns: v.array(
    v.object({ name: text, type: text, kind: v.picklist(["text", "number", "time", "boolean", "nested"]) }),
  ),
  rowCount: number,
  engine: v.picklist(["duckdb", "athena"]),
  scannedBytes: v.pipe(v.number(), v.minValue(0)),
  elapsedMs: v.pipe(v.number(), v.minValue(0)),
  lake: text,
  params: v.record(v.string(), v.union([scalar, v.array(v.union([v.string(), v.number()]))])),
  askedAt: instant,
  coverage: v.array(coverage),
  notes: v.exactOptional(v.array(v.object({ tone: v.picklist(["warning", "info"]), text }))),
  simulated: v.boolean(),
  sql: text,
  sqlWithValues: v.exactOptional(text),
});

const origin = v.object({
  read: v.exactOptional(
    v.array(
      v.object({
        table,
        entry: v.exactOptional(v.object({ n: number, sha256: digest })),
        slices: v.array(v.object({ path: text, sha256: digest, bytes: number, rows: number, n: number })),
      }),
    ),
  ),
  athena: v.exactOptional(
    v.object({ queryId: text, workgroup: text, database: text, engineVersion: v.exactOptional(text) }),
  ),
});

const schema = v.object({
  version: v.literal(1),
  summary,
  origin,
  types: v.array(v.pipe(v.string(), v.check(isTypeText))),
  keptAt: instant,
});

/** What a file says of a kept result, if it is one: it may have come with somebody else's files. */
export function readKept(value: unknown): KeptResult | undefined {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) return undefined;
  const kept: KeptResult = parsed.output;
  return kept.types.length === kept.summary.columns.length && kept.types.length > 0 ? kept : undefined;
}
