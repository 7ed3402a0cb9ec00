import type { DashboardParameters, Dashboards } from "../aws/listed-dashboards.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** The dashboards of Amazon Quick Sight, for any connection to AWS. */
export interface DashboardsService {
  listDashboards(request: Record<string, never>, options?: CallOptions): Promise<Dashboards>;
  dashboardParameters(request: { readonly id: string }, options?: CallOptions): Promise<DashboardParameters>;
}

export const dashboardsDoing: Doing<DashboardsService> = {
  listDashboards: "listing dashboards",
  dashboardParameters: "reading the parameters of a dashboard",
};
