import { unassignedTenant } from "../../protocol/unassigned-tenant.ts";
import type { LedgerEntry } from "../ledger/ledger-entry.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";

/** Rows of a table, counted. */
export interface HeldRows {
  readonly tenants: ReadonlyMap<string, number>;
  readonly approximate: number;
}

/**
 * Sentences about rows that an entry takes away, from what was held before it and what is after. A row once kept is never dropped (design: Merging): it may move to
 * another part in the same entry, an approximate one may yield to an exact one, and one of no tenant may be given its
 * tenant.
 */
export function lostRows(had: HeldRows, has: HeldRows): readonly string[] {
  const yielded = Math.max(0, had.approximate - has.approximate);
  return [...had.tenants].flatMap(([tenantId, rows]) => {
    const left = has.tenants.get(tenantId) ?? 0;
    if (tenantId === unassignedTenant || rows - left <= yielded) return [];
    return [
      `The entry leaves ${left} rows of tenant ${tenantId} where there were ${rows}, and rows are never dropped.`,
    ];
  });
}

/** The rows of the parts that an entry says something of: of all, when it starts the ledger anew. */
export function heldRows({ slices }: LedgerState, entry: LedgerEntry): HeldRows {
  const parts = entry.kind === "rebuilt" ? slices.keys() : new Set(entry.slices?.map(({ part }) => part));
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
