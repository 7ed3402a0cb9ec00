import { sourceDayState } from "../../../src/lake/collecting/day-state.ts";
import { logSources } from "../../../src/lake/collecting/log-sources.ts";
import { enabledSources } from "../../../src/lake/collecting/source-coverage.ts";
import { listTenants } from "../../../src/lake/collecting/tenant-settings.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import type { Storage } from "../../../src/lake/storage/storage.ts";
import type { SourceId } from "../../../src/protocol/collector.ts";
import type { LivingTenant } from "../living-tenant.ts";
import type { SimulatedMicrosoft } from "../microsoft/microsoft.ts";
import type { Offer } from "../microsoft/tenant/offer.ts";
import type { Invariants, Violation } from "./invariants.ts";
import { OfferedVersions } from "./offered-versions.ts";
import { completeReadOf } from "./read-again.ts";
import { wasEverFree } from "./tenant-findings.ts";

const day = 86_400_000;

export interface LakeAtAnInstant {
  readonly storage: Storage;
  readonly invariants: Invariants;
  readonly nowMs: number;
}

/** Days that are called complete while something is missing that was visible before they could be. */
export async function wronglyComplete(
  { storage, invariants, nowMs }: LakeAtAnInstant,
  tenant: LivingTenant,
  { withheld }: SimulatedMicrosoft,
): Promise<Violation[]> {
  const { truth, scheduled, settings: added } = tenant;
  const isFree = wasEverFree(tenant);
  const tenants = await listTenants(storage);
  const settings = tenants.find(({ tenantId }) => tenantId === truth.tenantId) ?? added;
  const violations: Violation[] = [];
  for (const table of new Set(scheduled.sources.map((source) => logSources[source].table))) {
    const { state } = await new Ledger(storage, table).read();
    for (const coverage of enabledSources(table, state, settings, nowMs)) {
      if (coverage.source.axis === "polled") continue;
      const { id: source } = coverage.source;
      const complete = new Map<number, boolean>();
      const versions = new OfferedVersions(truth, source);
      for (const offer of truth.index(source).all()) {
        const dayMs = Math.floor(offer.eventMs / day) * day;
        if (!complete.has(dayMs)) complete.set(dayMs, sourceDayState(coverage, dayMs, nowMs) === "complete");
        if (complete.get(dayMs) !== true || !hadToBeRead(offer, source, dayMs, isFree)) continue;
        const id = `${table} ${truth.tenantId} ${offer.key}`;
        const row = invariants.rowOf(id);
        if (row !== undefined && versions.isAtLeast(row, offer)) continue;
        if (invariants.wasTampered(id) || withheld.within(offer.key, offer.sinceMs, nowMs)) continue;
        const at = new Date(dayMs).toISOString().slice(0, 10);
        const since = new Date(offer.sinceMs).toISOString();
        const text = `${at} of ${source} is called complete without what was offered of ${id} since ${since}`;
        violations.push({ kind: "claimed", text });
      }
    }
  }
  return violations;
}

/** What was made so long after a day's end on an axis that is not event time may tell of the day. */
const trailingMs = 7 * day;

/** Whether the reads that make a day complete had to see the offer, by the design's ages. */
function hadToBeRead({ axisMs, sinceMs }: Offer, source: SourceId, dayMs: number, isFree: boolean): boolean {
  return axisMs < dayMs + day + trailingMs && sinceMs <= completeReadOf(source, axisMs, isFree);
}
