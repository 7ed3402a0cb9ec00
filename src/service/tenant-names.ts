import type { TenantSettings } from "../protocol/collector.ts";
import { isSampleTenant, sampleTenantName } from "../sample-tenant/tenant.ts";

/** How people call a tenant: the name that it was added under; undefined for one that was only imported. */
export function tenantNames(tenants: readonly TenantSettings[]): (tenantId: string) => string | undefined {
  const names = new Map(tenants.map(({ tenantId, name }) => [tenantId, name]));
  return (tenantId) => names.get(tenantId) ?? (isSampleTenant(tenantId) ? sampleTenantName : undefined);
}
