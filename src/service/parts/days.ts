import { listTenants } from "../../lake/collecting/tenant-settings.ts";
import { lookedDays } from "../../lake/days.ts";
import type { LogDay } from "../../protocol/lake.ts";
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
      const collecting = { tenants: await listTenants(look.lake.storage), nowMs: now() };
      const nameOf = tenantNames(collecting.tenants);
      const days: LogDay[] = [];
      for (const table of only === undefined ? tableNames : [only])
        days.push(...(await lookedDays(look, table, isSampleTenant, collecting, options.signal)));
      return days.map((day) => {
        const tenantName = nameOf(day.tenantId);
        return tenantName === undefined ? day : { ...day, tenantName };
      });
    },
  };
}
