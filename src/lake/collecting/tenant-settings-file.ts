import * as v from "valibot";
import { cloudNames, sourceIds, type TenantSettings } from "../../protocol/collector.ts";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Control and direction characters, with which a name could pose as another. */
const deceptive = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

const guidText = v.pipe(v.string(), v.regex(guid));
const instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
const name = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(256),
  v.check((text) => !deceptive.test(text)),
);
/** Written for each start of a subscription and kept for a month; more than so many are not written by the collector. */
const stretches = v.pipe(
  v.array(v.object({ from: instant, to: instant, tried: v.exactOptional(v.boolean()) })),
  v.maxLength(1_000),
);
const floor = v.object({ days: v.pipe(v.number(), v.minValue(0), v.maxValue(36_500)), at: instant });

/** Sources that only a newer version knows are left out. */
const sources = v.pipe(
  v.array(v.string()),
  v.transform((ids) => sourceIds.filter((id) => ids.includes(id))),
);
const bySource = {
  since: v.object(v.entriesFromList(sourceIds, v.exactOptional(instant))),
  floors: v.object(v.entriesFromList(sourceIds, v.exactOptional(floor))),
  unsubscribed: v.object(v.entriesFromList(sourceIds, v.exactOptional(stretches))),
};

const settings = v.object({
  tenantId: guidText,
  name,
  cloud: v.picklist(cloudNames),
  clientId: guidText,
  credentialKind: v.picklist(["secret", "certificate", "person"]),
  sources,
  since: instant,
  sourcesSince: v.exactOptional(bySource.since),
  floors: bySource.floors,
  unsubscribed: v.exactOptional(bySource.unsubscribed),
});

/** What is kept of a tenant that is no longer collected: when it was removed, and what no API would say again. */
export interface RemovedTenant {
  readonly tenantId: string;
  /** ISO 8601. */
  readonly removed: string;
  readonly unsubscribed?: NonNullable<TenantSettings["unsubscribed"]>;
}

const removedTenant = v.object({
  tenantId: guidText,
  removed: instant,
  unsubscribed: v.exactOptional(bySource.unsubscribed),
});

/** Objects know only the fields named here: nothing else is read from a lake, and no secret is written to one. */
const contents = v.union([removedTenant, settings]);

/** Whether a text is a tenant id, as files are named with. */
export function isTenantId(text: string): boolean {
  return guid.test(text);
}

/** The settings in a file's bytes, or in words what is wrong with them. */
export function decodeTenant(bytes: Uint8Array, tenantId: string): TenantSettings | RemovedTenant | string {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return "is not JSON";
  }
  const parsed = v.safeParse(contents, json);
  if (!parsed.success) return "does not hold a tenant's settings";
  return parsed.output.tenantId === tenantId ? parsed.output : "is about another tenant than its name says";
}

/** The bytes of a file; undefined when `tenant` is not what such a file may hold. */
export function encodeTenant(tenant: TenantSettings | RemovedTenant): Uint8Array | undefined {
  const parsed = v.safeParse(contents, tenant);
  return parsed.success ? new TextEncoder().encode(`${JSON.stringify(parsed.output, null, 2)}\n`) : undefined;
}
