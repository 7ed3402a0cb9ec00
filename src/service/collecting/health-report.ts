import { sourceHealth } from "../../lake/collecting/collection-health.ts";
import { logSources } from "../../lake/collecting/log-sources.ts";
import type { LedgerLook } from "../../lake/ledger-look.ts";
import type { HealthReport, SourceHealth, TableHealth, TenantSettings } from "../../protocol/collector.ts";
import { tableNames } from "../../protocol/tables.ts";
import { tableHealth } from "./table-health.ts";

/** How the collection of every tenant and table stands. */
export async function collectionHealth(
  look: LedgerLook,
  tenants: readonly TenantSettings[],
  nowMs: number,
  signal: AbortSignal | undefined,
): Promise<HealthReport> {
  const sources: SourceHealth[] = [];
  const tables: TableHealth[] = [];
  const looked = await look.readAll(signal);
  for (const table of tableNames) {
    const collecting = tenants.filter((tenant) => tenant.sources.some((source) => logSources[source].table === table));
    const state = looked.get(table)?.state;
    if (collecting.length === 0 || state === undefined) continue;
    for (const tenant of collecting) {
      sources.push(...sourceHealth(state, tenant, nowMs).filter((health) => health.table === table));
      tables.push(await tableHealth(look.lake, table, state, tenant, nowMs, signal));
    }
  }
  return { at: new Date(nowMs).toISOString(), sources, tables };
}
