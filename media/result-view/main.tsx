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
let panel = panelOf(api.getState());
const memory = {
  load: () => api.getState(),
  save: (remembered: object) => api.setState({ ...remembered, panel }),
};
const root = document.getElementById("root");
if (!root) throw new Error("The page of a result view has an element with the id root");
host.on("state", (state) => render(<ResultView state={state} host={host} memory={memory} />, root));
host.on("identify", (told) => {
  panel = told.panel;
  api.setState({ ...rememberedFields(api.getState()), panel });
});
host.notify("ready", null);

function panelOf(remembered: unknown): string | undefined {
  const { panel: name } = rememberedFields(remembered);
  return typeof name === "string" ? name : undefined;
}

function rememberedFields(remembered: unknown): Readonly<Record<string, unknown>> {
  return typeof remembered === "object" && remembered !== null ? { ...remembered } : {};
}
