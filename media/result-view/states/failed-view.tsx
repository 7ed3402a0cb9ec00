import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { ResultState } from "../../../src/protocol/result-page.ts";
import { Button } from "../../shared/controls.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import { Message } from "../../shared/message.tsx";
import type { ResultHost } from "../result-host.ts";
import "./failed-view.css";

/** A query that failed: the message, the place in its text, the next step. */
export function FailedView(props: {
  readonly state: Extract<ResultState, { kind: "failed" }>;
  readonly host: ResultHost;
}): JSX.Element {
  const { state, host } = props;
  const { place, action } = state;
  const openQuery = (): void => host.notify("openQuery", place ? { place } : {});
  return (
    <main class="failed">
      <h1 class="failed-title">
        <MarkedText text={state.title} />
      </h1>
      <Message
        icon="error"
        tone="error"
        text={state.message}
        actions={
          <>
            {action && (
              <Button appearance="primary" onPress={() => host.notify("takeNextStep", null)}>
                {action.label}
              </Button>
            )}
            <Button appearance={action ? "secondary" : "primary"} onPress={() => host.notify("retry", null)}>
              {t("Run again")}
            </Button>
            <Button appearance="secondary" onPress={openQuery}>
              {t("Open query")}
            </Button>
          </>
        }
      >
        {place && (
          <button type="button" class="failed-place" onClick={openQuery}>
            {t("Line {0}, column {1}", place.line, place.column)}
          </button>
        )}
      </Message>
    </main>
  );
}
