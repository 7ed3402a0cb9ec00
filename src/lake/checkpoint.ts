import * as v from "valibot";
import type { LedgerState } from "./ledger-state.ts";

const checkpointSchema = v.object({
  n: v.number(),
  head: v.string(),
  parts: v.record(v.string(), v.number()),
  slices: v.record(v.string(), v.object({ sha256: v.string() })),
  windows: v.array(v.unknown()),
  anomalies: v.array(v.unknown()),
});

/** The fold as JSON: a cache, which anyone may delete. */
export function encodeCheckpoint(state: LedgerState): Uint8Array {
  const { parts, slices, ...rest } = state;
  return new TextEncoder().encode(
    JSON.stringify({ ...rest, parts: Object.fromEntries(parts), slices: Object.fromEntries(slices) }),
  );
}

/** The cached fold, or undefined when it is absent or damaged. */
export function decodeCheckpoint(bytes: Uint8Array | undefined): LedgerState | undefined {
  if (bytes === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!v.is(checkpointSchema, parsed)) return undefined;
    const { parts, slices, ...rest } = parsed as unknown as Record<keyof LedgerState, never>;
    return {
      ...rest,
      parts: new Map(Object.entries(parts)),
      slices: new Map(Object.entries(slices)),
    };
  } catch {
    return undefined;
  }
}
