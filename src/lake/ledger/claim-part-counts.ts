import { type PartCount, parsePartKey } from "./day-part.ts";
import type { LedgerNote } from "./ledger-entry.ts";
import type { LedgerState } from "./ledger-state.ts";
import { choosePartCount } from "./part-count.ts";

/**
 * The claim for the days that have no part count yet; undefined when all have. `days` are the incoming rows by day,
 * `YYYY-MM-DD`; a day that arrives in many commits has more than the first brings, at least `expectedRowsPerDay`.
 */
export function claimParts(
  state: LedgerState,
  days: ReadonlyMap<string, number>,
  expectedRowsPerDay = 0,
): LedgerNote | undefined {
  const known = knownDays(state);
  const parts: Record<string, PartCount> = {};
  for (const [day, incoming] of [...days].sort(([, a], [, b]) => b - a)) {
    if (state.parts.has(day)) continue;
    const rows = Math.max(incoming, expectedRowsPerDay);
    const count = choosePartCount(day, rows, known);
    parts[day] = count;
    known.set(day, { rows, parts: count });
  }
  return Object.keys(parts).length === 0 ? undefined : { kind: "claim", parts };
}

function knownDays(state: LedgerState): Map<string, { rows: number; parts: PartCount }> {
  const rows = new Map<string, number>();
  for (const [key, slice] of state.slices) {
    const day = parsePartKey(key)?.day;
    if (day !== undefined) rows.set(day, (rows.get(day) ?? 0) + slice.rows);
  }
  return new Map([...state.parts].map(([day, parts]) => [day, { rows: rows.get(day) ?? 0, parts }]));
}
