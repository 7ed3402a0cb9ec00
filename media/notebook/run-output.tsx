import { Component, type ComponentChildren, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { ShownRun, ShownRunRequests } from "../../src/protocol/notebook/notebook-output.ts";
import type { ResultViewNotifications, ResultViewRequests } from "../../src/protocol/result-page.ts";
import { headerHeight, rowHeight } from "../result-view/grid/use-row-scroll.ts";
import { ResultView } from "../result-view/result-view.tsx";
import type { ViewMemory } from "../result-view/view-memory.ts";
import { Button } from "../shared/controls.tsx";
import { Message } from "../shared/message.tsx";
import type { RequestClient } from "../shared/request-client.ts";
import { GoneView } from "./gone-view.tsx";

/** The extension's side of a shown run. */
export type RunHost = RequestClient<ResultViewRequests & ShownRunRequests, ResultViewNotifications, object>;

/** How many rows are seen without scrolling at most. */
const mostRows = 14;
/** Room for a scroll bar under the rows, in pixels. */
const barHeight = 12;

/** How a statement of a cell ended; its rows in the same grid as in a panel. */
export function RunOutput(props: {
  readonly run: ShownRun;
  readonly host: RunHost;
  readonly memory: ViewMemory;
}): JSX.Element {
  const { run, host, memory } = props;
  const { runId, state, head = [] } = run;
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    if (state.kind !== "ready") return;
    host
      .request("isHeld", { runId })
      .then((isHeld) => setGone(!isHeld))
      // The grid says itself why it cannot be read.
      .catch(() => undefined);
  }, [host, runId, state]);
  if (state.kind !== "ready") return <ResultView state={state} host={host} memory={memory} />;
  const { summary } = state;
  const again = (): void => host.notify("retry", null);
  if (isGone) return <GoneView summary={summary} head={head} onRun={again} />;
  const rows = Math.min(summary.rowCount, mostRows);
  const height = `${headerHeight + rows * rowHeight + barHeight}px`;
  const exportRows = (): void => {
    void host.request("exportResult", { resultId: summary.resultId, format: "csv" }).catch(() => undefined);
  };
  return (
    <Boundary onExport={exportRows}>
      <div class="output-result" style={{ "--rows-height": height }}>
        <ResultView state={state} host={host} memory={memory} />
      </div>
    </Boundary>
  );
}

/** Says in the cell that its drawing failed, and leaves the rows to be exported. */
class Boundary extends Component<
  { readonly children: ComponentChildren; readonly onExport: () => void },
  { readonly failure?: string }
> {
  static override getDerivedStateFromError(error: unknown): { readonly failure: string } {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ComponentChildren {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    const exportRows = (
      <Button appearance="secondary" onPress={this.props.onExport}>
        {t("Export as CSV…")}
      </Button>
    );
    const words = t("The result could not be drawn: {0}. Its rows are held, and can be exported.", failure);
    return <Message icon="error" tone="error" text={words} actions={exportRows} />;
  }
}
