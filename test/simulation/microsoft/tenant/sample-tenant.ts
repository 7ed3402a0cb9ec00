import type { SourceId } from "../../../../src/protocol/collector.ts";
import type { TableName } from "../../../../src/protocol/tables.ts";
import { sampleEvents } from "../../../../src/sample-tenant/events.ts";
import { sampleTenantId } from "../../../../src/sample-tenant/tenant.ts";
import type { SampleEvent } from "../../../../src/sample-tenant/timeline.ts";
import { odataTime } from "../graph/odata-time.ts";
import { type DeliveryProfile, ordinaryDelivery } from "./delivery.ts";
import type { LicencePeriod } from "./licence.ts";
import type { ContentType, TenantEvent } from "./offer.ts";
import { SimulatedTenant, type TenantOptions } from "./tenant.ts";

const day = 86_400_000;

export interface SampleTenantOptions {
  /** GUID, lower case; default: the sample tenant's own. Records name that one inside all the same. */
  readonly tenantId?: string;
  readonly seed?: number;
  /** The tenant begins `days` before this instant, milliseconds since 1970. */
  readonly nowMs: number;
  /** Default 30. */
  readonly days?: number;
  /** For so many days after `nowMs` it goes on living, without further attacks; default 0. */
  readonly daysAhead?: number;
  readonly users?: number;
  readonly scale?: number;
  readonly delivery?: DeliveryProfile;
  readonly licences?: readonly LicencePeriod[];
  readonly subscribed?: NonNullable<TenantOptions["subscribed"]>;
}

/** The believable tenant of `src/sample-tenant`, delivered as Microsoft delivers. */
export function sampleTenant(options: SampleTenantOptions): SimulatedTenant {
  const { tenantId = sampleTenantId, seed = 1, delivery = ordinaryDelivery, licences, subscribed } = options;
  return new SimulatedTenant({
    tenantId,
    seed,
    events: sampleTenantEvents(options),
    delivery,
    // Few records a minute would else make thousands of blobs with one record each.
    blobEveryMs: 1_800_000,
    ...(licences === undefined ? {} : { licences }),
    ...(subscribed === undefined ? {} : { subscribed }),
  });
}

/** The sample tenant's records with the source that each appears in, in the order of their time. */
export function* sampleTenantEvents(options: SampleTenantOptions): Generator<TenantEvent, void, undefined> {
  const { seed = 1, nowMs, days = 30, daysAhead = 0, users, scale } = options;
  const rest = { seed, ...(users === undefined ? {} : { users }), ...(scale === undefined ? {} : { scale }) };
  // A window of a day that does not begin at midnight has no attacks, and the same ordinary events as a longer one.
  const joint = nowMs % day === 0 ? nowMs - 1000 : nowMs;
  for (let ahead = 0; ahead <= daysAhead; ahead++) {
    const end = new Date(joint + ahead * day).toISOString();
    for (const event of sampleEvents({ ...rest, end, days: ahead === 0 ? days : 1 })) yield offered(event);
  }
}

function offered({ table, record }: SampleEvent): TenantEvent {
  const eventMs = odataTime(String(record[timeProperties[table]]));
  if (eventMs === undefined) throw new RangeError(`A sample record of ${table} has no time`);
  return { source: sourceOf({ table, record }), table, eventMs, record };
}

const timeProperties: Readonly<Record<TableName, string>> = {
  signins: "createdDateTime",
  audits: "activityDateTime",
  provisioning: "activityDateTime",
  riskdetections: "activityDateTime",
  riskyusers: "riskLastUpdatedDateTime",
  activity: "CreationTime",
};

const workloads: Readonly<Record<string, ContentType>> = {
  AzureActiveDirectory: "Audit.AzureActiveDirectory",
  Exchange: "Audit.Exchange",
  SharePoint: "Audit.SharePoint",
  OneDrive: "Audit.SharePoint",
};

function sourceOf({ table, record }: Pick<SampleEvent, "table" | "record">): SourceId {
  switch (table) {
    case "signins":
      return signInSource(record["signInEventTypes"]);
    case "audits":
      return "directoryAudits";
    case "provisioning":
      return "provisioning";
    case "riskdetections":
      return "servicePrincipalId" in record ? "servicePrincipalRiskDetections" : "riskDetections";
    case "riskyusers":
      return "servicePrincipalType" in record ? "riskyServicePrincipals" : "riskyUsers";
    case "activity":
      return workloads[String(record["Workload"])] ?? "Audit.General";
  }
}

function signInSource(kinds: unknown): SourceId {
  const [kind]: unknown[] = Array.isArray(kinds) ? kinds : [];
  if (kind === "nonInteractiveUser" || kind === "servicePrincipal" || kind === "managedIdentity")
    return `signIns.${kind}`;
  return "signIns.interactiveUser";
}
