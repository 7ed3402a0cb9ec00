import { sourcesOf } from "../collector/clouds.ts";
import { logSources } from "../lake/collecting/log-sources.ts";
import { readTenants, saveTenant } from "../lake/collecting/tenant-settings.ts";
import type { Storage } from "../lake/storage/storage.ts";
import type { CloudName, SourceId, TenantSettings } from "../protocol/collector.ts";
import type { ParameterTenant } from "./tenant-parameters.ts";

/** In place of four other sources, for tenants that use no beta API; whoever wants it names it. */
const cautious: SourceId = "signIns.v1.0";

/**
 * Makes the lake know every tenant whose credential is kept: the same settings that the editor writes, so that log days,
 * health and the detections that leave out the collector's own app tell the truth of it.
 */
export async function saveTenants(
  storage: Storage,
  tenants: readonly ParameterTenant[],
  now: Date,
): Promise<readonly TenantSettings[]> {
  const known = (await readTenants(storage)).tenants;
  const current = tenants.map((tenant) => {
    const { tenantId } = tenant.access;
    const before = known.find((each) => each.tenantId === tenantId);
    return { before, wanted: settingsOf(tenant, before, now) };
  });
  for (const { before, wanted } of current)
    if (before === undefined || !isSame(before, wanted)) await saveTenant(storage, wanted, now);
  return current.map(({ wanted }) => wanted);
}

function settingsOf({ access, label, sources }: ParameterTenant, before: TenantSettings | undefined, now: Date) {
  const { tenantId, cloud, clientId, credential } = access;
  return {
    ...before,
    tenantId,
    name: label,
    cloud,
    clientId,
    credentialKind: credential.kind,
    sources: sources ?? usualSources(cloud),
    since: before?.since ?? now.toISOString(),
    floors: before?.floors ?? {},
  };
}

function usualSources(cloud: CloudName): readonly SourceId[] {
  return sourcesOf(cloud).filter((id) => id !== cautious && logSources[id].onRequest !== true);
}

function isSame(a: TenantSettings, b: TenantSettings): boolean {
  const told = ({ name, cloud, clientId, credentialKind, sources }: TenantSettings) =>
    JSON.stringify([name, cloud, clientId, credentialKind, [...sources].sort()]);
  return told(a) === told(b);
}
