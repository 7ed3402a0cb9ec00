import { sourceDayState } from "../../src/lake/collecting/day-state.ts";
import { logSources } from "../../src/lake/collecting/log-sources.ts";
import { trailingAxisMs } from "../../src/lake/collecting/settling.ts";
import { enabledSources, type SourceCoverage } from "../../src/lake/collecting/source-coverage.ts";
import { listTenants } from "../../src/lake/collecting/tenant-settings.ts";
import { Ledger } from "../../src/lake/ledger/ledger.ts";
import type { Storage } from "../../src/lake/storage/storage.ts";
import type { TableName } from "../../src/protocol/tables.ts";
import type { Invariants, Violation } from "./invariants.ts";
import type { LivingTenant } from "./living-tenant.ts";
import type { SimulatedMicrosoft } from "./microsoft/microsoft.ts";
import type { Offer } from "./microsoft/offer.ts";

const day = 86_400_000;

export interface LakeAtAnInstant {
  readonly storage: Storage;
  readonly invariants: Invariants;
  readonly nowMs: number;
}

/** Days that are called complete while something is missing that was visible before they could be. */
export async function wronglyComplete(
  { storage, invariants, nowMs }: LakeAtAnInstant,
  { truth, scheduled, settings: added }: LivingTenant,
  { withheld }: SimulatedMicrosoft,
): Promise<Violation[]> {
  const tenants = await listTenants(storage);
  const settings = tenants.find(({ tenantId }) => tenantId === truth.tenantId) ?? added;
  const violations: Violation[] = [];
  for (const table of new Set(scheduled.sources.map((source) => logSources[source].table))) {
    const { state } = await new Ledger(storage, table).read();
    for (const coverage of enabledSources(table, state, settings, nowMs)) {
      if (coverage.source.axis === "polled") continue;
      const complete = new Map<number, boolean>();
      for (const offer of truth.index(coverage.source.id).all()) {
        const dayMs = Math.floor(offer.eventMs / day) * day;
        if (!complete.has(dayMs)) complete.set(dayMs, sourceDayState(coverage, dayMs, nowMs) === "complete");
        if (complete.get(dayMs) !== true || !wasVisible(offer, coverage, dayMs)) continue;
        const id = idOf(table, truth.tenantId, offer);
        if (invariants.holds(id) || invariants.wasTampered(id) || withheld.within(offer.key, dayMs, nowMs)) continue;
        const at = new Date(dayMs).toISOString().slice(0, 10);
        violations.push({ kind: "claimed", text: `${at} of ${coverage.source.id} is called complete without ${id}` });
      }
    }
  }
  return violations;
}

/** Whether the reads that make a day complete had to see the offer. */
function wasVisible(
  { axisMs, sinceMs, untilMs }: Offer,
  { source, completeAgeMs }: SourceCoverage,
  dayMs: number,
): boolean {
  if (untilMs !== Number.POSITIVE_INFINITY) return false;
  const isTrailing = source.axis !== "eventTime" && axisMs >= dayMs + day;
  if (isTrailing && axisMs >= dayMs + day + trailingAxisMs) return false;
  const axisDayEnd = Math.floor(axisMs / day) * day + day;
  return sinceMs <= axisDayEnd + completeAgeMs;
}

function idOf(table: TableName, tenantId: string, { key }: Offer): string {
  return `${table} ${tenantId} ${key}`;
}
