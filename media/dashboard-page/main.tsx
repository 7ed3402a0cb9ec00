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
const shown: { state?: DashboardState; isSeen: boolean; hasChanged: boolean } = { isSeen: true, hasChanged: false };
const draw = (): void => {
  const { state, isSeen, hasChanged } = shown;
  if (state)
    render(
      <DashboardPage state={state} isSeen={isSeen} hasChanged={hasChanged} onAskAgain={askAgain} host={host} />,
      root,
    );
};
const askAgain = (): void => {
  shown.hasChanged = false;
  draw();
};
host.on("lakeChanged", () => {
  shown.hasChanged = true;
  draw();
});
host.on("state", (state) => {
  shown.state = state;
  shown.hasChanged = false;
  draw();
});
host.on("seen", ({ isSeen }) => {
  shown.isSeen = isSeen;
  draw();
});
host.notify("ready", null);
