import { sum } from "../../base/sum.ts";
import type { SliceState } from "../ledger/ledger-state.ts";
import type { CountedRows } from "./check-rows.ts";

/**
 * Sentences about what a slice holds and what the ledger says that it does. Questions leave slices unread by what the
 * ledger says of their times and tenants, so what it says must be so.
 */
export function differences(found: CountedRows, said: SliceState): readonly string[] {
  const rows = sum(Object.values(found.tenants), (each) => each);
  const pairs: readonly (readonly [string, string])[] = [
    [`${rows} rows`, `${said.rows}`],
    [rowWords(found.tenants), rowWords(said.tenants)],
    [`${found.approximate} rows of approximate time`, `${said.approximate}`],
    [`${found.portalCsv} rows of CSV exports`, `${said.portalCsv ?? found.portalCsv} rows of CSV exports`],
    [timeWords(found), timeWords(said)],
  ];
  return pairs.flatMap(([holds, says]) =>
    holds === says || holds === `${says} rows` || holds === `${says} rows of approximate time`
      ? []
      : [`The slice holds ${holds}; the ledger says ${says}.`],
  );
}

function rowWords(tenants: Readonly<Record<string, number>>): string {
  const each = Object.entries(tenants).map(([tenantId, rows]) => `${rows} rows of tenant ${tenantId}`);
  return each.length === 0 ? "no rows" : each.sort().join(", ");
}

function timeWords({ firstMs, lastMs }: Pick<SliceState, "firstMs" | "lastMs">): string {
  if (firstMs === null || lastMs === null) return "no event times";
  return `event times from ${isoTime(firstMs)} to ${isoTime(lastMs)}`;
}

function isoTime(ms: number): string {
  return Number.isFinite(new Date(ms).getTime()) ? new Date(ms).toISOString() : `${ms}`;
}
