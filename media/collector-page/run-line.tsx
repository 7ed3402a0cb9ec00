import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { CollectorPageState, TenantRun } from "../../src/protocol/collector-page.ts";
import { LinkButton } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import { endWords, failureWords, progressWords, waitingUntil } from "./run-words.ts";
import { useNowUntil } from "./use-now.ts";
import "./run-line.css";

interface RunLineProps {
  readonly run: TenantRun;
  readonly state: CollectorPageState;
  /** Leads to every source's last error; left out where that is on the same page. */
  readonly onHealth?: () => void;
}

/** How a tenant's collection stands: while it runs how far it is, then what it came to. */
export function RunLine(props: RunLineProps): JSX.Element {
  return <div class="run">{props.run.state.kind === "running" ? <Running {...props} /> : <Ended {...props} />}</div>;
}

function Running({ run, state }: RunLineProps): JSX.Element | null {
  const window = run.state.kind === "running" ? run.state.window : undefined;
  const until = waitingUntil(run, useNowUntil(window?.waitingUntil));
  if (run.state.kind !== "running") return null;
  return (
    <>
      <div class="run-line">
        <Icon name="sync" spin />
        <span>
          <span class="run-state">{run.state.isCancelling ? t("Cancelling…") : t("Collecting…")}</span>{" "}
          {progressWords(run, state.sources)}
        </span>
      </div>
      {window && (
        <progress
          class="run-progress"
          aria-label={t("Windows read")}
          value={window.windows}
          max={Math.max(1, window.windows + window.remaining)}
        />
      )}
      {until !== undefined && (
        <div class="run-line">
          <Icon name="clock" />
          <span>{t("waiting until {0} UTC, as Microsoft asked", until)}</span>
        </div>
      )}
    </>
  );
}

const looks = {
  ended: { icon: "pass", tone: "collector-good" },
  cancelled: { icon: "circle-slash", tone: "" },
  failed: { icon: "error", tone: "collector-bad" },
} as const;

function Ended({ run, state, onHealth }: RunLineProps): JSX.Element | null {
  if (run.state.kind === "running") return null;
  const failed = run.state.kind === "ended" ? failureWords(run.state.failures, state.sources) : undefined;
  const warnings = run.state.kind === "ended" ? run.state.warnings : [];
  const { icon, tone } = failed === undefined ? looks[run.state.kind] : { icon: "warning", tone: "collector-warning" };
  return (
    <>
      <div class="run-line">
        <span class={tone}>
          <Icon name={icon} />
        </span>
        <span>
          <span class="run-at">{t("{0} UTC ·", run.state.at.slice(11, 19))}</span> {endWords(run)}
        </span>
      </div>
      {failed !== undefined && (
        <div class="run-line">
          <span class="collector-bad">
            <Icon name="error" />
          </span>
          <span>
            {failed} {onHealth && <LinkButton onPress={onHealth}>{t("Show health")}</LinkButton>}
          </span>
        </div>
      )}
      {warnings.map((warning) => (
        <div key={warning} class="run-line">
          <span class="collector-warning">
            <Icon name="warning" />
          </span>
          <span>
            <MarkedText text={warning} />
          </span>
        </div>
      ))}
    </>
  );
}
