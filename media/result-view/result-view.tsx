import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { ResultState } from "../../src/protocol/result-page.ts";
import { Button } from "../shared/controls.tsx";
import { Message } from "../shared/message.tsx";
import { ReadyView } from "./ready-view.tsx";
import type { ResultHost } from "./result-host.ts";
import { FailedView } from "./states/failed-view.tsx";
import { RunningView } from "./states/running-view.tsx";
import type { ViewMemory } from "./view-memory.ts";

/** One query's outcome in whatever state it is; the same in a panel and under a notebook cell. */
export function ResultView(props: {
  readonly state: ResultState;
  readonly host: ResultHost;
  readonly memory: ViewMemory;
}): JSX.Element {
  const { state, host, memory } = props;
  switch (state.kind) {
    case "running":
      return <RunningView state={state} onCancel={() => host.notify("cancel", null)} />;
    case "failed":
      return <FailedView state={state} host={host} />;
    case "cancelled": {
      const again = (
        <>
          <Button appearance="primary" onPress={() => host.notify("retry", null)}>
            {t("Run again")}
          </Button>
          <Button appearance="secondary" onPress={() => host.notify("openQuery", {})}>
            {t("Open query")}
          </Button>
        </>
      );
      return <Message icon="circle-slash" text={t("“{0}” was cancelled.", state.title)} actions={again} />;
    }
    case "ready":
      // Another result is another view: nothing of the former one's order, filters or widths fits it.
      return <ReadyView key={state.summary.resultId} state={state} host={host} memory={memory} />;
  }
}
