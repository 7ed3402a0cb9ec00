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
import { CollectorPage, type CollectorVisit, keptVisit } from "./collector-views.tsx";
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
  visit: CollectorVisit;
  /** A wizard that was left for the health, as it was. */
  kept?: CollectorVisit | undefined;
  visits: number;
  collected: number;
} = {
  visit: { place: { view: "tenants" }, number: 0 },
  visits: 0,
  collected: 0,
};
const go = (place: CollectorPlace): void => {
  shown.visits++;
  shown.kept = keptVisit(shown.visit, shown.kept, place);
  shown.visit = { place, number: shown.visits };
  draw();
};
/** A tab leads back to a wizard that was left. */
const choose = (view: "tenants" | "health"): void => {
  if (view === "health" || shown.kept === undefined) {
    go({ view });
    return;
  }
  shown.visit = shown.kept;
  shown.kept = undefined;
  draw();
};
const draw = (): void => {
  const { state, runs, visit, kept, collected } = shown;
  if (!state || !runs) return;
  const page = (
    <CollectorPage
      state={state}
      runs={runs}
      visit={visit}
      kept={kept}
      collected={collected}
      host={host}
      checks={checks}
      onGo={go}
      onTab={choose}
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
