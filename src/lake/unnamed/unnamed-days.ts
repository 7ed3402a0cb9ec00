import type { LogDay } from "../../protocol/lake.ts";
import { unassignedTenant } from "../../protocol/unassigned-tenant.ts";
import type { LeftSlice } from "./unnamed-look.ts";

/** Log days, newest first in each table, with what lies beside them unnamed; a day that has nothing else is added. */
export function withUnnamed(
  days: readonly LogDay[],
  left: readonly LeftSlice[],
  isSimulated: (tenantId: string) => boolean,
): readonly LogDay[] {
  if (left.length === 0) return days;
  const all = [...days];
  for (const { part, proof } of left) {
    const { table, day } = part;
    const tenants = proof.kind === "left" ? Object.keys(proof.tenants).sort() : [];
    const ofDay = all.filter((each) => each.table === table && each.day === day);
    const known =
      ofDay.find(({ tenantId }) => tenants.includes(tenantId)) ?? (tenants.length === 0 ? ofDay[0] : undefined);
    const entry = known ?? emptyDay(table, day, tenants[0] ?? unassignedTenant, isSimulated);
    const { slices, rows } = entry.unnamed ?? { slices: 0, rows: 0 };
    const unnamed = { slices: slices + 1, rows: rows + (proof.kind === "left" ? proof.rows : 0) };
    if (known === undefined) all.push({ ...entry, unnamed });
    else all[all.indexOf(known)] = { ...entry, unnamed };
  }
  return all.sort((a, b) => (a.table === b.table ? compare(b.day, a.day) || compare(a.tenantId, b.tenantId) : 0));
}

function emptyDay(
  table: LogDay["table"],
  day: string,
  tenantId: string,
  isSimulated: (tenantId: string) => boolean,
): LogDay {
  return {
    table,
    day,
    tenantId,
    rows: 0,
    bytes: 0,
    state: "imported",
    coverage: [],
    simulated: isSimulated(tenantId),
    slices: [],
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
