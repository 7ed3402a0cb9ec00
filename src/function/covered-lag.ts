import { hourMs } from "../base/time-units.ts";
import { enabledSources } from "../lake/collecting/source-coverage.ts";
import type { LedgerState } from "../lake/ledger/ledger-state.ts";
import type { TenantSettings } from "../protocol/collector.ts";
import type { TableName } from "../protocol/tables.ts";

/**
 * How many hours ago the newest window ends that was read to its end, of the source for which that is longest ago; of a
 * source that was never read, since it was added. What a tenant has no licence for does not count. Undefined when
 * nothing is collected.
 */
export function coveredLagHours(
  states: ReadonlyMap<TableName, LedgerState>,
  tenants: readonly TenantSettings[],
  nowMs: number,
): number | undefined {
  const lags = [...states].flatMap(([table, state]) =>
    tenants.flatMap((tenant) =>
      enabledSources(table, state, tenant, nowMs)
        .filter(({ source, isUnlicensed }) => !isUnlicensed && !isRefused(state, tenant.tenantId, source.id))
        .map(({ source, segments }) => {
          const since = Date.parse(tenant.sourcesSince?.[source.id] ?? tenant.since);
          return nowMs - segments.reduce((newest, { toMs }) => Math.max(newest, toMs), since);
        }),
    ),
  );
  return lags.length === 0 ? undefined : Math.max(0, ...lags) / hourMs;
}

/** Whether Microsoft never gave anything of a source and says that the tenant has no licence for it. */
function isRefused({ failures, windows }: LedgerState, tenantId: string, sourceId: string): boolean {
  const isOurs = (each: { readonly tenantId: string; readonly source: string }): boolean =>
    each.tenantId === tenantId && each.source === sourceId;
  return failures.findLast(isOurs)?.code === "missing-licence" && !windows.some(isOurs);
}
