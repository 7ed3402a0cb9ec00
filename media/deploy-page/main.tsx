import { render } from "preact";
import type {
  DeployHostNotifications,
  DeployPageNotifications,
  DeployPageRequests,
} from "../../src/protocol/aws/deploy-page.ts";
import { RequestClient } from "../shared/request-client.ts";
import { registerToolkit } from "../shared/toolkit.ts";
import { webviewPipe } from "../shared/webview-api.ts";
import type { ProgressListeners } from "./deploy-host.ts";
import { DeployPage } from "./deploy-page.tsx";
import "../shared/base.css";

registerToolkit();
const host = new RequestClient<DeployPageRequests, DeployPageNotifications, DeployHostNotifications>(
  webviewPipe(acquireVsCodeApi()),
);
const root = document.getElementById("root");
if (!root) throw new Error("The deploy page has an element with the id root");
const listeners: ProgressListeners = new Map();
host.on("state", ({ isTrusted }) => {
  render(<DeployPage host={host} listeners={listeners} isTrusted={isTrusted} />, root);
});
host.on("progress", ({ run, progress }) => listeners.get(run)?.(progress));
host.notify("ready", null);
