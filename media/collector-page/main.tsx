import { render } from "preact";
import type {
  CollectorHostNotifications,
  CollectorPageNotifications,
  CollectorPageRequests,
  CollectorPageState,
  CollectorPlace,
  TenantRun,
} from "../../src/protocol/collector-page.ts";
import { RequestClient } from "../shared/request-client.ts";
import { registerToolkit } from "../shared/toolkit.ts";
import { webviewPipe } from "../shared/webview-api.ts";
import type { CheckListeners } from "./collector-host.ts";
import { CollectorPage } from "./collector-views.tsx";
import "../shared/base.css";

registerToolkit();
const host = new RequestClient<CollectorPageRequests, CollectorPageNotifications, CollectorHostNotifications>(
  webviewPipe(acquireVsCodeApi()),
);
const root = document.getElementById("root");
if (!root) throw new Error("The collector page has an element with the id root");
const checks: CheckListeners = new Map();
const shown: {
  state?: CollectorPageState;
  runs?: readonly TenantRun[];
  place: CollectorPlace;
  visit: number;
  collected: number;
} = {
  place: { view: "tenants" },
  visit: 0,
  collected: 0,
};
const go = (place: CollectorPlace): void => {
  shown.place = place;
  shown.visit++;
  draw();
};
const draw = (): void => {
  const { state, runs, place, visit, collected } = shown;
  if (!state || !runs) return;
  const page = (
    <CollectorPage
      state={state}
      runs={runs}
      place={place}
      visit={visit}
      collected={collected}
      host={host}
      checks={checks}
      onGo={go}
    />
  );
  render(page, root);
};
host.on("state", (state) => {
  shown.state = state;
  draw();
});
host.on("runs", (runs) => {
  shown.runs = runs;
  draw();
});
host.on("go", go);
host.on("checked", ({ run, check }) => checks.get(run)?.(check));
host.on("collected", () => {
  shown.collected++;
  draw();
});
host.notify("ready", null);
