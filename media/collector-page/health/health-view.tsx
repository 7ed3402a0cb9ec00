import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { CollectorPageState, CollectorPlace, TenantRun } from "../../../src/protocol/collector-page.ts";
import { Button } from "../../shared/controls.tsx";
import { Message } from "../../shared/message.tsx";
import { ProgressBar } from "../../shared/progress-bar.tsx";
import type { CollectorHost } from "../collector-host.ts";
import { HealthSection } from "./health-section.tsx";
import { useHealth } from "./use-health.ts";

/** How the collection of each tenant's tables stands. */
export function HealthView(props: {
  readonly state: CollectorPageState;
  readonly runs: readonly TenantRun[];
  readonly host: CollectorHost;
  readonly collected: number;
  readonly onGo: (place: CollectorPlace) => void;
}): JSX.Element {
  const { state, host, onGo } = props;
  const { health, refresh } = useHealth(host, props.collected);
  const { report, failure, isLoading } = health;
  const tenants = [...new Set(report?.sources.map(({ tenantId }) => tenantId) ?? [])];
  return (
    <>
      {isLoading && <ProgressBar />}
      {isLoading && !report && <p class="collector-note">{t("Reading how the collection stands…")}</p>}
      {failure !== undefined && <Message icon="error" tone="error" text={failure} />}
      {report && tenants.length === 0 && (
        <Message
          icon="pulse"
          text={t(
            "Nothing was collected into this lake yet. Once it was, this page shows for each table how late its events came, its gaps, and what failed.",
          )}
          actions={
            <Button appearance="primary" onPress={() => onGo({ view: state.tenants.length === 0 ? "add" : "tenants" })}>
              {state.tenants.length === 0 ? t("Add a tenant") : t("Show tenants")}
            </Button>
          }
        />
      )}
      {report &&
        tenants.map((tenantId) => (
          <HealthSection
            key={tenantId}
            state={state}
            host={host}
            onGo={onGo}
            report={report}
            tenantId={tenantId}
            run={props.runs.find((run) => run.tenantId === tenantId)}
          />
        ))}
      {report && tenants.length > 0 && (
        <p class="collector-note">
          {report.tables.some((table) => table.lateness !== null)
            ? t(
                "As of {0} UTC. Lateness is the time between an event and its first sight. It, the rows, the requests and the waits are of the last 7 days.",
                report.at.slice(0, 19).replace("T", " "),
              )
            : t(
                "As of {0} UTC. Lateness is measured from the events since a tenant was added; none was read yet. The rows, the requests and the waits are of the last 7 days.",
                report.at.slice(0, 19).replace("T", " "),
              )}
        </p>
      )}
      <div class="collector-actions">
        <Button appearance="secondary" icon="refresh" disabled={isLoading} onPress={refresh}>
          {t("Refresh")}
        </Button>
        <Button appearance="secondary" icon="file-code" onPress={() => host.notify("openHealthQuery", null)}>
          {t("Open the lateness query")}
        </Button>
      </div>
    </>
  );
}
