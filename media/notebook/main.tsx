import { type JSX, render } from "preact";
import { t } from "../../src/base/translated.ts";
import { withoutStop } from "../../src/base/without-stop.ts";
import { formMime, resultMime, type ShownRun } from "../../src/protocol/notebook/notebook-output.ts";
import type { FormNews, FormNotifications, FormRequests } from "../../src/protocol/notebook/parameter-form.ts";
import type { RememberedView } from "../result-view/view-memory.ts";
import { RequestClient } from "../shared/request-client.ts";
import { registerToolkit } from "../shared/toolkit.ts";
import { openChannel } from "./output-channel.ts";
import { ParameterForm } from "./parameter-form.tsx";
import type { OutputItem, Renderer, RendererContext } from "./renderer-api.ts";
import { type RunHost, RunOutput } from "./run-output.tsx";
import { styledRoot } from "./shadow-root.ts";
import "../shared/base.css";
import "./notebook.css";
import "./toolkit-tokens.css";

/** Draws the outputs of our notebooks. Called once by VS Code for each notebook that is shown. */
export function activate(context: RendererContext): Renderer {
  // Another renderer may have defined the same elements, for all share one page.
  if (customElements.get("vscode-button") === undefined) registerToolkit();
  const drawn = new Map<string, () => void>();
  const remembered = new Map<string, RememberedView>();

  /** What an output shows, and what ends its channel. */
  const content = (item: OutputItem): { readonly view: JSX.Element; readonly end: () => void } => {
    if (item.mime === formMime) {
      const channel = openChannel(context, "form");
      const host = new RequestClient<FormRequests, FormNotifications, FormNews>(channel);
      return { view: <ParameterForm host={host} />, end: () => end(host, channel) };
    }
    const run = readRun(item);
    const channel = openChannel(context, `run/${run.runId}`);
    const host: RunHost = new RequestClient(channel);
    const memory = {
      load: () => remembered.get(run.runId),
      save: (view: RememberedView) => void remembered.set(run.runId, view),
    };
    return { view: <RunOutput run={run} host={host} memory={memory} />, end: () => end(host, channel) };
  };

  const dispose = (id: string): void => {
    drawn.get(id)?.();
    drawn.delete(id);
  };

  return {
    async renderOutputItem(item, element) {
      dispose(item.id);
      try {
        const root = await styledRoot(element, import.meta.url);
        const { view, end: endChannel } = content(item);
        drawn.set(item.id, () => {
          render(null, root);
          endChannel();
        });
        render(view, root);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const said = document.createElement("p");
        said.setAttribute("role", "alert");
        said.textContent = t(
          "This output could not be drawn: {0}. Choose another presentation of it in the cell's menu, or run the cell again.",
          withoutStop(reason),
        );
        (element.shadowRoot ?? element).replaceChildren(said);
      }
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...drawn.keys()] : [id]) dispose(each);
    },
  };
}

function end(host: { dispose(): void }, channel: { close(): void }): void {
  host.dispose();
  channel.close();
}

/** @throws Error for an output that a later version of the extension made. */
function readRun(item: OutputItem): ShownRun {
  const run = item.json() as Partial<ShownRun> | null;
  if (item.mime === resultMime && run?.version === 1 && run.runId !== undefined && run.state !== undefined)
    return run as ShownRun;
  throw new Error("it is of another version of TenantTrail");
}
