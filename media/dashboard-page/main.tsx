import { render } from "preact";
import type {
  DashboardHostNotifications,
  DashboardPageNotifications,
  DashboardPageRequests,
  DashboardState,
} from "../../src/protocol/dashboard/dashboard-page.ts";
import { RequestClient } from "../shared/request-client.ts";
import { registerToolkit } from "../shared/toolkit.ts";
import { webviewPipe } from "../shared/webview-api.ts";
import { DashboardPage } from "./dashboard-page.tsx";
import "../shared/base.css";

registerToolkit();
const host = new RequestClient<DashboardPageRequests, DashboardPageNotifications, DashboardHostNotifications>(
  webviewPipe(acquireVsCodeApi()),
);
const root = document.getElementById("root");
if (!root) throw new Error("The dashboard has an element with the id root");
const shown: { state?: DashboardState; isSeen: boolean } = { isSeen: true };
const draw = (): void => {
  const { state, isSeen } = shown;
  if (state) render(<DashboardPage state={state} isSeen={isSeen} host={host} />, root);
};
host.on("state", (state) => {
  shown.state = state;
  draw();
});
host.on("seen", ({ isSeen }) => {
  shown.isSeen = isSeen;
  draw();
});
host.notify("ready", null);
