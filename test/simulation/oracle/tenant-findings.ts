import type { SourceId } from "../../../src/protocol/collector.ts";
import type { LivingTenant } from "../living-tenant.ts";
import type { SimulatedMicrosoft } from "../microsoft/microsoft.ts";
import { floorAt, isLicensed, licenceAt } from "../microsoft/tenant/licence.ts";
import { type ContentType, isContentType, isOfferedAt, isPolled, type Offer } from "../microsoft/tenant/offer.ts";
import type { Simulation } from "../simulation.ts";
import type { CompleteRun } from "./complete-runs.ts";
import type { Violation } from "./invariants.ts";
import { OfferedVersions } from "./offered-versions.ts";
import { readAgainFrom } from "./read-again.ts";

const minute = 60_000;

/** Nobody is blamed for what an API stops to offer so soon after a run began. */
const narrowMs = 60 * minute;

/** A floor that a licence set is not doubted for so long. */
const learntMs = 30 * 86_400_000;

/** So many chances a collector has. */
const chancesEnough = 2;

export interface TenantFindings {
  readonly violations: readonly Violation[];
  /** Every event that was ever offered. */
  readonly existing: ReadonlySet<string>;
}

/**
 * Holds a lake against what happened in a tenant. An event, and the newest version of it, must be held when two
 * complete runs could have read it: after it appeared, after the design promises another read of its place, and while
 * the API offered it to who asks. All else was lost, and no collector could help it.
 */
export function tenantFindings(simulation: Simulation, tenant: LivingTenant): TenantFindings {
  const { truth, scheduled } = tenant;
  const { invariants, time } = simulation;
  const violations: Violation[] = [];
  for (const source of scheduled.sources) {
    const versions = new OfferedVersions(truth, source);
    for (const offer of truth.index(source).all()) {
      const id = idOf(truth.tenantId, offer);
      if (invariants.wasTampered(id)) continue;
      const row = invariants.rowOf(id);
      if (row !== undefined && versions.isAtLeast(row, offer)) continue;
      if (!mustBeHeld(simulation, tenant, source, offer)) continue;
      const since = new Date(offer.sinceMs).toISOString();
      const what = row === undefined ? `${id}, visible since ${since}` : `the version of ${id} that came at ${since}`;
      violations.push({ kind: "missing", text: `quiet: ${what}, of ${source}` });
    }
  }
  const all = truth.existing(tenant.settings.sources, time.now()).values();
  return { violations, existing: new Set([...all].map((offer) => idOf(truth.tenantId, offer))) };
}

function mustBeHeld(simulation: Simulation, tenant: LivingTenant, source: SourceId, offer: Offer): boolean {
  const { truth } = tenant;
  const server = simulation.servers.get(truth.tenantId);
  if (server === undefined || isUnreadable(server, source, offer)) return false;
  const untilMs = Math.min(offer.untilMs, simulation.time.now() + 1);
  // A read that was due and that Microsoft left it out of is not made again before the next is due.
  const missedMs = server.withheld.last(offer.key, untilMs);
  const againMs = readAgainFrom(source, offer.axisMs, Math.max(offer.sinceMs, missedMs), wasEverFree(tenant));
  if (againMs === undefined) return false;
  const chances = simulation.completeRuns
    .between(truth.tenantId, againMs, untilMs)
    .filter((run) => wasOfferedIn(run, tenant, source, offer));
  return chances.length >= chancesEnough;
}

/** A record that Microsoft cannot read itself takes those of its second with it, for no shorter stretch can be asked for. */
function isUnreadable(server: SimulatedMicrosoft, source: SourceId, { axisMs }: Offer): boolean {
  // States are asked for all at once.
  if (isPolled(source))
    return server.tenant
      .index(source)
      .all()
      .some(({ key }) => server.isUnreadable(key));
  const fromMs = Math.floor(axisMs / 1_000) * 1_000;
  // One that stands a part of a millisecond before the second may be in answers for it.
  const beside = server.tenant.index(source).between(fromMs - 1, fromMs + 1_001);
  return [...beside].some(({ key }) => server.isUnreadable(key));
}

/** Whether the API offered a place of its axis to a run from its beginning to its end. */
function wasOfferedIn({ fromMs, toMs }: CompleteRun, tenant: LivingTenant, source: SourceId, offer: Offer): boolean {
  const { truth } = tenant;
  if (!isOfferedAt(offer, fromMs) || !isOfferedAt(offer, toMs)) return false;
  const isAllowed = [fromMs, toMs].every((ms) => isLicensed(source, licenceAt(truth.licences, ms)));
  if (!isAllowed) return false;
  if (isPolled(source)) return true;
  if (isContentType(source) && !isSurelyGiven(tenant, source, offer)) return false;
  const believed = toMs - believedDays(tenant, source, fromMs) * 86_400_000;
  const floors = [fromMs, toMs].map((ms) => floorAt(source, truth.licences, ms));
  return offer.axisMs >= Math.max(...floors, believed) + narrowMs;
}

/** What was made around a time when the subscription was off counts as lost for a collector, as the documentation says. */
function isSurelyGiven({ truth: { subscriptions } }: LivingTenant, type: ContentType, { axisMs }: Offer): boolean {
  return subscriptions.covers(type, axisMs) && !subscriptions.isDoubtful(type, axisMs);
}

/** So far back a collector may believe that a source reaches, in days, whatever it really does. */
function believedDays({ truth, scheduled }: LivingTenant, source: SourceId, atMs: number): number {
  if (scheduled.floorDays !== undefined) return scheduled.floorDays;
  if (licenceAt(truth.licences, atMs - learntMs).licence === "free") return 7;
  // That P2 keeps them for 90 days is only known once it has proved to be there.
  return source === "riskDetections" || source === "servicePrincipalRiskDetections" ? 30 : Number.POSITIVE_INFINITY;
}

/** Its audits reached back a week then, and are read again accordingly. */
export function wasEverFree({ truth }: LivingTenant): boolean {
  return truth.licences.some(({ licence }) => licence === "free");
}

function idOf(tenantId: string, { table, key }: Offer): string {
  return `${table} ${tenantId} ${key}`;
}
