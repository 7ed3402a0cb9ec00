import { listTenants } from "../../lake/collecting/tenant-settings.ts";
import { lookedDays } from "../../lake/days.ts";
import type { DaysService } from "../../protocol/service/days.ts";
import { tableNames } from "../../protocol/tables.ts";
import { isSampleTenant } from "../../sample-tenant/tenant.ts";
import type { OpenedLake } from "../opened-lake.ts";
import { tenantNames } from "../tenant-names.ts";

/** @param now milliseconds since 1970. */
export function daysService(lake: OpenedLake, now: () => number): DaysService {
  return {
    async listDays({ table: only }, options = {}) {
      const { look } = lake;
      const settings = listTenants(look.lake.storage);
      const collecting = settings.then((tenants) => ({ tenants, nowMs: now() }));
      const tables = only === undefined ? tableNames : [only];
      const looked = tables.map((table) => lookedDays(look, table, isSampleTenant, collecting, options.signal));
      const days = (await Promise.all(looked)).flat();
      const nameOf = tenantNames(await settings);
      return days.map((day) => {
        const tenantName = nameOf(day.tenantId);
        return tenantName === undefined ? day : { ...day, tenantName };
      });
    },
  };
}
