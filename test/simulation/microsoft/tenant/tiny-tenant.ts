import type { JsonRecord } from "../../../../src/base/json-record.ts";
import type { SourceId } from "../../../../src/protocol/collector.ts";
import type { TableName } from "../../../../src/protocol/tables.ts";
import { Random } from "../../../../src/sample-tenant/random.ts";
import type { DeliveryProfile } from "./delivery.ts";
import { lateDelivery } from "./delivery.ts";
import type { LicencePeriod } from "./licence.ts";
import { isContentType, type TenantEvent } from "./offer.ts";
import { SimulatedTenant, type TenantOptions } from "./tenant.ts";

/** Where the events of a tiny tenant appear, and with which weight. */
export type SourceWeights = Readonly<Partial<Record<SourceId, number>>>;

export interface TinyOptions {
  readonly seed: number;
  /** First and last instant of the events, milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  /** Default 300. */
  readonly events?: number;
  /** Default: one for every source that events can appear in. */
  readonly weights?: SourceWeights;
  readonly delivery?: DeliveryProfile;
  readonly licences?: readonly LicencePeriod[];
  readonly subscribed?: NonNullable<TenantOptions["subscribed"]>;
  readonly tenantId?: string;
  /** Default one hour, so that blobs hold several of few records. */
  readonly blobEveryMs?: number;
}

export const tinyTenantId = "7e57ab1e-0000-4000-8000-000000000001";

const stream = 102;

export const tinyWeights: SourceWeights = {
  "signIns.interactiveUser": 3,
  "signIns.nonInteractiveUser": 5,
  "signIns.servicePrincipal": 1,
  "signIns.managedIdentity": 1,
  directoryAudits: 3,
  provisioning: 1,
  riskDetections: 1,
  riskyUsers: 1,
  servicePrincipalRiskDetections: 1,
  riskyServicePrincipals: 1,
  "Audit.AzureActiveDirectory": 2,
  "Audit.Exchange": 2,
  "Audit.SharePoint": 3,
  "Audit.General": 1,
  "DLP.All": 1,
};

/** A tenant of a few hundred small records in real shapes, cheap enough for thousands of runs. */
export function tinyTenant(options: TinyOptions): SimulatedTenant {
  const { seed, tenantId = tinyTenantId, delivery = lateDelivery, blobEveryMs = 3_600_000 } = options;
  const events = tinyEvents({ ...options, tenantId });
  const rest = {
    ...(options.licences === undefined ? {} : { licences: options.licences }),
    ...(options.subscribed === undefined ? {} : { subscribed: options.subscribed }),
  };
  return new SimulatedTenant({ tenantId, seed, events, delivery, blobEveryMs, ...rest });
}

/** On or beside the ends of windows, hours and days; a fraction of a millisecond before them too. */
const besideEdges: readonly number[] = [0, 0, 1, -1, -0.0005, 999, 1000, -1000, 500];
const edges: readonly number[] = [86_400_000, 86_400_000, 14_400_000, 3_600_000, 900_000, 1_000];

/** The events of a tiny tenant in the order of their time; half of them in bursts, as attacks and mornings are. */
export function tinyEvents(options: TinyOptions & { readonly tenantId: string }): TenantEvent[] {
  const { seed, startMs, endMs, events = 300, weights = tinyWeights, tenantId } = options;
  const random = Random.of(seed, 0, 0, stream);
  const choices = (Object.entries(weights) as [SourceId, number][]).map(([value, weight]) => ({ value, weight }));
  const bursts = Array.from({ length: 6 }, () => random.between(startMs, endMs));
  const times = Array.from({ length: events }, (_, index) => {
    const roughly = random.chance(0.5)
      ? random.between(startMs, endMs)
      : random.pick(bursts) + random.between(0, 1_800_000);
    const timeMs = random.chance(0.25) ? besideEdge(roughly, random) : Math.floor(roughly);
    // Apart from each other, for two states of one user at one time would be one.
    return Math.min(endMs - 1 - index, Math.max(startMs + index, timeMs));
  });
  times.sort((a, b) => a - b);
  return times.map((time) => tinyEvent(random.weighted(choices), time, tenantId, random));
}

function besideEdge(timeMs: number, random: Random): number {
  const edge = random.pick(edges);
  return Math.round(timeMs / edge) * edge + random.pick(besideEdges);
}

/** As Graph writes times: whole seconds without a fraction, all others in ticks of 100 ns. */
function graphText(timeMs: number): string {
  const ms = Math.floor(timeMs);
  const ticks = Math.round((timeMs - ms) * 10_000);
  const text = new Date(ms).toISOString();
  if (ticks === 0 && ms % 1000 === 0) return `${text.slice(0, 19)}Z`;
  return `${text.slice(0, 23)}${String(ticks).padStart(4, "0")}Z`;
}

function tinyEvent(source: SourceId, time: number, tenantId: string, random: Random): TenantEvent {
  // The unified audit log knows whole seconds only.
  const eventMs = isContentType(source) ? Math.floor(time / 1000) * 1000 : time;
  const at = graphText(eventMs);
  const id = random.uuid();
  const user = `user${random.below(8)}@tiny.example`;
  const event = (table: TableName, record: JsonRecord): TenantEvent => ({ source, table, eventMs, record });
  if (source.startsWith("signIns.")) {
    const signInEventTypes = [source.slice("signIns.".length)];
    const ipAddress = `192.0.2.${random.below(200)}`;
    const status = { errorCode: random.chance(0.1) ? 50126 : 0 };
    const app = { appId: "1fec8e78-bce4-4aaf-ab1b-5451cc387264", processingTimeInMilliseconds: 5 };
    return event("signins", {
      id,
      createdDateTime: at,
      userPrincipalName: user,
      signInEventTypes,
      ipAddress,
      status,
      ...app,
    });
  }
  if (source === "directoryAudits")
    return event("audits", { id: `Directory_${id}_TINY1_1`, activityDateTime: at, activityDisplayName: "Update user" });
  if (source === "provisioning")
    return event("provisioning", { id, activityDateTime: at, tenantId, provisioningAction: "update" });
  if (source === "riskyServicePrincipals") {
    const principal = `00000000-0000-4000-8000-0000000001${10 + random.below(4)}`;
    const app = { displayName: "Billing API", appId: principal, servicePrincipalType: "Application" };
    return event("riskyusers", { id: principal, riskLastUpdatedDateTime: at, riskState: "atRisk", ...app });
  }
  if (source === "servicePrincipalRiskDetections") {
    const principal = `00000000-0000-4000-8000-0000000001${10 + random.below(4)}`;
    const risk = { riskEventType: "leakedCredentials", riskState: random.pick(["atRisk", "dismissed"]) };
    const times = { activityDateTime: at, lastUpdatedDateTime: at };
    return event("riskdetections", { id, ...times, ...risk, riskDetail: "none", servicePrincipalId: principal });
  }
  if (source === "riskDetections") {
    const riskState = random.pick(["atRisk", "dismissed", "remediated"]);
    return event("riskdetections", {
      id,
      activityDateTime: at,
      lastUpdatedDateTime: at,
      riskEventType: "anonymizedIPAddress",
      riskState,
      riskDetail: "none",
    });
  }
  if (source === "riskyUsers") {
    const userId = `00000000-0000-4000-8000-00000000000${random.below(4)}`;
    return event("riskyusers", {
      id: userId,
      riskLastUpdatedDateTime: at,
      riskState: "atRisk",
      userPrincipalName: user,
    });
  }
  const record = { Id: id, CreationTime: at.slice(0, 19), Operation: "FileAccessed", OrganizationId: tenantId };
  return event("activity", { ...record, RecordType: 6, UserId: user, Workload: source });
}
