import type { JsonRecord } from "../../../../src/base/json-record.ts";
import { graphTicks } from "../../../../src/sample-tenant/instants.ts";
import type { Random } from "../../../../src/sample-tenant/random.ts";
import { changeDelay, type DeliveryProfile } from "./delivery.ts";
import type { TenantEvent } from "./offer.ts";

/** A state of a record, and from when it is offered, milliseconds since 1970. */
export interface RecordVersion {
  readonly sinceMs: number;
  /** Place on an axis that is not event time; null where it is. */
  readonly axisMs: number | null;
  readonly record: JsonRecord;
}

/**
 * The versions that an event appears in, oldest first. Sign-ins and audits rarely change; a risk detection begins as
 * `atRisk` and its `lastUpdatedDateTime` moves with every change (graph.md §1.6).
 */
export function versionsOf(
  event: TenantEvent,
  sinceMs: number,
  profile: DeliveryProfile,
  random: Random,
): RecordVersion[] {
  if (event.table === "riskdetections") return riskVersions(event, sinceMs, random);
  const first = { sinceMs, axisMs: null, record: event.record };
  const isChanged = (event.table === "signins" || event.table === "audits") && random.chance(profile.changed);
  if (!isChanged) return [first];
  return [first, { sinceMs: sinceMs + changeDelay(random), axisMs: null, record: completed(event, random) }];
}

function completed({ table, record }: TenantEvent, random: Random): JsonRecord {
  if (table === "signins") return { ...record, processingTimeInMilliseconds: 1000 + random.below(9000) };
  const details = Array.isArray(record["additionalDetails"]) ? record["additionalDetails"] : [];
  return { ...record, additionalDetails: [...details, { key: "CompletedAfter", value: `PT${1 + random.below(59)}S` }] };
}

function riskVersions({ record }: TenantEvent, sinceMs: number, random: Random): RecordVersion[] {
  const updated = (ms: number, state: JsonRecord): RecordVersion => ({
    // It is offered moments after the change that it names.
    sinceMs: ms + random.between(5_000, 300_000),
    axisMs: Math.floor(ms),
    record: { ...record, ...state, lastUpdatedDateTime: graphTicks(Math.floor(ms), random) },
  });
  const open = { riskState: "atRisk", riskDetail: "none" };
  const final = { riskState: record["riskState"], riskDetail: record["riskDetail"] };
  const versions = [updated(sinceMs, open)];
  if (final.riskState !== "atRisk") versions.push(updated(sinceMs + changeDelay(random) + 600_000, final));
  return versions;
}
