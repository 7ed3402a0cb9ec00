import { listTenants } from "../../lake/collecting/tenant-settings.ts";
import type { TenantsService } from "../../protocol/service/tenants.ts";
import type { Collection } from "../collecting/collection.ts";
import type { OpenedLake } from "../opened-lake.ts";

/** @param collection loads the collector with its first use. */
export function tenantsService(opened: OpenedLake, collection: () => Promise<Collection>): TenantsService {
  return {
    listTenants: async () => listTenants(opened.look.lake.storage),
    addTenant: async (request) => (await collection()).add(opened.look.lake, request),
    removeTenant: async ({ tenantId }) => (await collection()).remove(opened.look.lake, tenantId),
    testTenant: async (request, options = {}) => (await collection()).test(opened.look.lake, request, options),
    async tenantGuide(request) {
      const { tenantGuide } = await import("../../collector/guide/tenant-guide.ts");
      return tenantGuide(request);
    },
  };
}
