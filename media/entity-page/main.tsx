import { render } from "preact";
import type {
  EntityHostNotifications,
  EntityPageNotifications,
  EntityPageRequests,
  RememberedPage,
} from "../../src/protocol/entity/entity-page.ts";
import { copyUnmarked } from "../shared/marked-text.tsx";
import { RequestClient } from "../shared/request-client.ts";
import { registerToolkit } from "../shared/toolkit.ts";
import { webviewPipe } from "../shared/webview-api.ts";
import { EntityPage } from "./entity-page.tsx";
import "../shared/base.css";

registerToolkit();
const api = acquireVsCodeApi();
const host = new RequestClient<EntityPageRequests, EntityPageNotifications, EntityHostNotifications>(webviewPipe(api));
const root = document.getElementById("root");
if (!root) throw new Error("The page of an entity has an element with the id root");
document.addEventListener("copy", copyUnmarked);
host.on("state", (state) => {
  const { entity, days, lake } = state;
  const remembered: RememberedPage = { entity, days, ...(lake && { lake }) };
  api.setState(remembered);
  render(<EntityPage state={state} host={host} />, root);
});
host.notify("ready", null);
