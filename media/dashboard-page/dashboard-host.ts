import type {
  DashboardHostNotifications,
  DashboardPageNotifications,
  DashboardPageRequests,
} from "../../src/protocol/dashboard/dashboard-page.ts";
import type { RequestClient } from "../shared/request-client.ts";

/** What the dashboard asks and tells. */
export type DashboardHost = Pick<
  RequestClient<DashboardPageRequests, DashboardPageNotifications, DashboardHostNotifications>,
  "request" | "notify"
>;
