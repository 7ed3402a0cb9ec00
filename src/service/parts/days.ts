import { listTenants } from "../../lake/collecting/tenant-settings.ts";
import { lookedDays } from "../../lake/log-days.ts";
import type { DaysService } from "../../protocol/service/days.ts";
import { tableNames } from "../../protocol/tables.ts";
import { isSampleTenant } from "../../sample-tenant/tenant.ts";
import type { OpenedLake } from "../opened-lake.ts";
import { tenantNames } from "../tenant-names.ts";

/** @param now milliseconds since 1970. */
export function daysService(lake: OpenedLake, now: () => number): DaysService {
  return {
    async listDays({ table: only }, options = {}) {
      const look = lake.lookIfAny;
      if (look === undefined) return [];
      const tables = only === undefined ? tableNames : [only];
      const looking = look.readAll(options.signal, tables);
      const [tenants, looked, left] = await Promise.all([
        listTenants(look.lake.storage, options.signal),
        looking,
        look.left(looking, tables, 0, options.signal),
      ]);
      const days = await lookedDays(look.lake, looked, left, isSampleTenant, { tenants, nowMs: now() });
      const nameOf = tenantNames(tenants);
      return days.map((day) => {
        const tenantName = nameOf(day.tenantId);
        return tenantName === undefined ? day : { ...day, tenantName };
      });
    },
  };
}
