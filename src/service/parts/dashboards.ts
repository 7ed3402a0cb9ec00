import type { DashboardsService } from "../../protocol/service/dashboards.ts";
import type { OpenedLake } from "../opened-lake.ts";

export function dashboardsService(lake: OpenedLake): DashboardsService {
  return {
    async listDashboards(_request, options = {}) {
      const { session } = lake.aws;
      const { listDashboards } = await import("../../aws/quicksight/list-dashboards.ts");
      return listDashboards(session, options.signal);
    },
    async dashboardParameters({ id }, options = {}) {
      const { session } = lake.aws;
      const { dashboardParameters } = await import("../../aws/quicksight/list-dashboards.ts");
      return dashboardParameters(session, id, options.signal);
    },
  };
}
