import { render } from "preact";
import type {
  ResultHostNotifications,
  ResultViewNotifications,
  ResultViewRequests,
} from "../../src/protocol/result-page.ts";
import { RequestClient } from "../shared/request-client.ts";
import { registerToolkit } from "../shared/toolkit.ts";
import { webviewPipe } from "../shared/webview-api.ts";
import { ResultView } from "./result-view.tsx";
import "../shared/base.css";

registerToolkit();
const api = acquireVsCodeApi();
const host = new RequestClient<ResultViewRequests, ResultViewNotifications, ResultHostNotifications>(webviewPipe(api));
const memory = { load: () => api.getState(), save: (remembered: unknown) => api.setState(remembered) };
const root = document.getElementById("root");
if (!root) throw new Error("The page of a result view has an element with the id root");
host.on("state", (state) => render(<ResultView state={state} host={host} memory={memory} />, root));
host.notify("ready", null);
