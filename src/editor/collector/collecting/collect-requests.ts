import { dayMs } from "../../../base/time-units.ts";
import type { CollectRequest, Stretch } from "../../../protocol/collector.ts";
import { joinStretches } from "../../../protocol/join-stretches.ts";
import type { LogDay } from "../../../protocol/lake.ts";
import type { TableCoverage } from "../../../protocol/table-coverage.ts";
import type { TableName } from "../../../protocol/tables.ts";
import { unassignedTenant } from "../../../protocol/unassigned-tenant.ts";

/**
 * What to collect so that some log days are read again: a request for each run of neighbouring days of a tenant's table;
 * none for rows whose tenant nobody named.
 */
export function requestsOfDays(days: readonly LogDay[]): readonly CollectRequest[] {
  const ofTenants = days.filter(({ tenantId }) => tenantId !== unassignedTenant);
  return requestsOf(ofTenants, (day) => [wholeDay(day)]);
}

/** What to collect so that the gaps of some log days are filled; a day whose gaps are not known is read as a whole. */
export function requestsOfGaps(days: readonly LogDay[]): readonly CollectRequest[] {
  const withGap = days.filter(({ state }) => state === "gap");
  return requestsOf(withGap, (day) => (day.gaps !== undefined && day.gaps.length > 0 ? day.gaps : [wholeDay(day)]));
}

/** What to collect so that the answer of a question lacks nothing that is still offered. */
export function requestsOfCoverage(coverage: readonly TableCoverage[]): readonly CollectRequest[] {
  return coverage.flatMap(({ table, tenantId, gaps }) =>
    tenantId === undefined ? [] : gaps.map((stretch) => ({ tenantId, tables: [table], ...stretch })),
  );
}

function requestsOf(
  days: readonly LogDay[],
  stretchesOf: (day: LogDay) => readonly Stretch[],
): readonly CollectRequest[] {
  const byTable = Map.groupBy(days, ({ tenantId, table }) => JSON.stringify([tenantId, table]));
  return [...byTable].flatMap(([key, inTable]) => {
    const [tenantId, table] = JSON.parse(key) as [string, TableName];
    return joinStretches(inTable.flatMap(stretchesOf)).map((stretch) => ({ tenantId, tables: [table], ...stretch }));
  });
}

function wholeDay({ day }: LogDay): Stretch {
  const start = Date.parse(`${day}T00:00:00Z`);
  return { from: new Date(start).toISOString(), to: new Date(start + dayMs).toISOString() };
}
