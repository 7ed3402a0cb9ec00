import { sourceDayState } from "../../../src/lake/collecting/day-state.ts";
import { logSources } from "../../../src/lake/collecting/log-sources.ts";
import { enabledSources } from "../../../src/lake/collecting/source-coverage.ts";
import { listTenants } from "../../../src/lake/collecting/tenant-settings.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import type { SourceId } from "../../../src/protocol/collector.ts";
import type { LivingTenant } from "../living-tenant.ts";
import type { SimulatedMicrosoft } from "../microsoft/microsoft.ts";
import { isByEventTime } from "../microsoft/tenant/offer.ts";
import type { LakeAtAnInstant } from "./complete-days.ts";
import type { Violation } from "./invariants.ts";

const day = 86_400_000;

/**
 * So long after its end, at the latest, a day is no longer open: the read of seven days after its end was made, and
 * for content that of the seven days of delivery after them; a day that could not be read, or that no two reads agree
 * on, is named as what it is.
 */
const settledMs = 18 * day;

/** What of the axis after a day says something about it, where the axis is not event time. */
const trailingMs = 7 * day;

/** Days that are open for ever: so long after their end they still settle, though collectors ran all the time. */
export async function unsettledDays(
  { storage, nowMs }: LakeAtAnInstant,
  { truth, scheduled, settings: added }: LivingTenant,
  server: SimulatedMicrosoft,
): Promise<Violation[]> {
  const settings = (await listTenants(storage)).find(({ tenantId }) => tenantId === truth.tenantId) ?? added;
  const violations: Violation[] = [];
  for (const table of new Set(scheduled.sources.map((source) => logSources[source].table))) {
    const { state } = await new Ledger(storage, table).read();
    for (const coverage of enabledSources(table, state, settings, nowMs))
      for (let dayMs = Math.floor(coverage.fromMs / day) * day; dayMs + day + settledMs <= nowMs; dayMs += day) {
        if (sourceDayState(coverage, dayMs, nowMs) !== "settling") continue;
        if (hasUnreadableAfter(server, coverage.source.id, dayMs)) continue;
        const at = new Date(dayMs).toISOString().slice(0, 10);
        violations.push({ kind: "other", text: `quiet: ${at} of ${coverage.source.id} settles for ever` });
      }
  }
  return violations;
}

/**
 * Whether a record that Microsoft itself cannot read lies in the week after a day. What it hides may be of the day, so
 * the day is rightly open until the API forgets it; the day that it lies in is a gap.
 */
function hasUnreadableAfter(server: SimulatedMicrosoft, source: SourceId, dayMs: number): boolean {
  if (isByEventTime(source)) return false;
  const after = server.tenant.index(source).between(dayMs + day, dayMs + day + trailingMs);
  return [...after].some(({ key }) => server.isUnreadable(key));
}
