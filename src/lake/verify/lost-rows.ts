import { unassignedTenant } from "../../protocol/unassigned-tenant.ts";
import type { LedgerEntry } from "../ledger/ledger-entry.ts";
import type { LedgerState, SliceState } from "../ledger/ledger-state.ts";

/** Rows of a table, counted. */
interface Held {
  readonly tenants: ReadonlyMap<string, number>;
  readonly approximate: number;
}

/**
 * Sentences about rows that an entry takes away. A row once kept is never dropped (design: Merging): it may move to
 * another part in the same entry, an approximate one may yield to an exact one, and one of no tenant may be given its
 * tenant.
 */
export function lostRows(before: LedgerState, after: LedgerState, entry: LedgerEntry): readonly string[] {
  const parts = entry.kind === "rebuilt" ? new Set([...before.slices.keys(), ...after.slices.keys()]) : partsOf(entry);
  const had = heldIn(before.slices, parts);
  const has = heldIn(after.slices, parts);
  const yielded = Math.max(0, had.approximate - has.approximate);
  return [...had.tenants].flatMap(([tenantId, rows]) => {
    const left = has.tenants.get(tenantId) ?? 0;
    if (tenantId === unassignedTenant || rows - left <= yielded) return [];
    return [
      `The entry leaves ${left} rows of tenant ${tenantId} where there were ${rows}, and rows are never dropped.`,
    ];
  });
}

function partsOf({ slices = [] }: LedgerEntry): ReadonlySet<string> {
  return new Set(slices.map(({ part }) => part));
}

function heldIn(slices: ReadonlyMap<string, SliceState>, parts: ReadonlySet<string>): Held {
  const tenants = new Map<string, number>();
  let approximate = 0;
  for (const part of parts) {
    const slice = slices.get(part);
    if (slice === undefined) continue;
    approximate += slice.approximate;
    for (const [tenantId, rows] of Object.entries(slice.tenants))
      tenants.set(tenantId, (tenants.get(tenantId) ?? 0) + rows);
  }
  return { tenants, approximate };
}
