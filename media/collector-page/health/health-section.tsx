import type { JSX } from "preact";
import type { HealthReport } from "../../../src/protocol/collector.ts";
import type { CollectorPageState, CollectorPlace, TenantRun } from "../../../src/protocol/collector-page.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { Icon } from "../../shared/icon.tsx";
import { CollectButton } from "../collect-button.tsx";
import type { CollectorHost } from "../collector-host.ts";
import { RunLine } from "../run-line.tsx";
import { healthGroups } from "./health-rows.ts";
import { HealthTable } from "./health-table.tsx";
import { healthSummary } from "./health-words.ts";

/** How the collection of one tenant stands: in a line, then table by table. */
export function HealthSection(props: {
  readonly state: CollectorPageState;
  readonly host: CollectorHost;
  readonly report: HealthReport;
  readonly tenantId: string;
  readonly run: TenantRun | undefined;
  readonly onGo: (place: CollectorPlace) => void;
}): JSX.Element {
  const { state, host, report, tenantId, run } = props;
  const name = visibleText(report.sources.find((source) => source.tenantId === tenantId)?.tenantName ?? tenantId);
  const groups = healthGroups(report, tenantId, state.sources);
  const { words, isGood } = healthSummary(groups);
  return (
    <section class="health" aria-label={name}>
      <div class="health-head">
        <h2 class="collector-section">{name}</h2>
        {run?.state.kind === "running" && (
          <CollectButton host={host} tenantId={tenantId} run={run} isTrusted={state.isTrusted} />
        )}
      </div>
      {run && <RunLine run={run} state={state} />}
      <p class="health-summary">
        <span class={isGood ? "collector-good" : "collector-warning"}>
          <Icon name={isGood ? "pass" : "warning"} />
        </span>
        {words}
      </p>
      <HealthTable
        name={name}
        groups={groups}
        report={report}
        state={state}
        onFill={({ table, gaps }) => host.notify("fill", { tenantId, table, gaps })}
        onTest={() => props.onGo({ view: "test", tenantId })}
      />
    </section>
  );
}
