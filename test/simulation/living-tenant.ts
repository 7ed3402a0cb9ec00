import type { TenantSettings } from "../../src/protocol/collector.ts";
import type { SimulatedTenant } from "./microsoft/tenant/tenant.ts";
import { tinyTenant } from "./microsoft/tenant/tiny-tenant.ts";
import type { Schedule, ScheduledTenant } from "./schedule.ts";

/** One tenant of a simulated life, as the harness knows it. */
export interface LivingTenant {
  readonly scheduled: ScheduledTenant;
  readonly truth: SimulatedTenant;
  /** As it was added; what the collector finds out is kept in the lake. */
  readonly settings: TenantSettings;
}

/** The tenants of a schedule, before anything has happened. */
export function livingTenants(schedule: Schedule): LivingTenant[] {
  return schedule.tenants.map((scheduled) => livingTenant(schedule, scheduled));
}

function livingTenant({ seed, startMs, endMs, delivery }: Schedule, scheduled: ScheduledTenant): LivingTenant {
  const { tenantId, events, licences, floorDays, isSubscribed = true, mostSearched } = scheduled;
  const sources = mostSearched === undefined ? scheduled.sources : [...scheduled.sources, "auditLogQuery" as const];
  const weights = Object.fromEntries(
    scheduled.sources.map((source) => [source === "signIns.v1.0" ? "signIns.interactiveUser" : source, 1]),
  );
  // The same seed for all tenants, so that their events share ids.
  const truth = tinyTenant({
    seed,
    startMs,
    endMs,
    events,
    delivery,
    licences,
    tenantId,
    weights,
    ...(!isSubscribed && { subscribed: {} }),
  });
  const since = new Date(startMs).toISOString();
  const floor = floorDays === undefined ? undefined : { days: floorDays, at: since };
  const settings: TenantSettings = {
    tenantId,
    name: "tiny.example",
    cloud: "global",
    clientId: "c0113c70-0000-4000-8000-000000000001",
    credentialKind: "secret",
    sources,
    since,
    floors: Object.fromEntries(floor === undefined ? [] : sources.map((source) => [source, floor])),
  };
  return { scheduled, truth, settings };
}
