import type { JSX } from "preact";
import type { CollectorPageState, CollectorPlace } from "../../src/protocol/collector-page.ts";
import { Button } from "../shared/controls.tsx";
import { Message } from "../shared/message.tsx";
import { ProgressBar } from "../shared/progress-bar.tsx";
import type { CollectorHost } from "./collector-host.ts";
import { HealthTable } from "./health-table.tsx";
import { useHealth } from "./use-health.ts";

/** How the collection of each tenant's tables stands. */
export function HealthView(props: {
  readonly state: CollectorPageState;
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
      {failure !== undefined && <Message icon="error" tone="error" text={failure} />}
      {report && tenants.length === 0 && (
        <Message
          icon="pulse"
          text="Nothing was collected into this lake yet. Once it was, this page shows for each table how late its events came, its gaps, and what failed."
          actions={
            <Button appearance="primary" onPress={() => onGo({ view: state.tenants.length === 0 ? "add" : "tenants" })}>
              {state.tenants.length === 0 ? "Add a tenant" : "Show tenants"}
            </Button>
          }
        />
      )}
      {report &&
        tenants.map((tenantId) => (
          <HealthTable key={tenantId} {...{ state, host, onGo, report, tenantId }} showName={tenants.length > 1} />
        ))}
      {report && tenants.length > 0 && (
        <p class="collector-note">
          As of {report.at.slice(0, 19).replace("T", " ")} UTC. Lateness is the time between an event and its first
          sight; it, the requests, the waits and the rows are of the last 7 days.
        </p>
      )}
      <div class="collector-actions">
        <Button appearance="secondary" icon="refresh" disabled={isLoading} onPress={refresh}>
          Refresh
        </Button>
        <Button appearance="secondary" icon="file-code" onPress={() => host.notify("openHealthQuery", null)}>
          Open the lateness query
        </Button>
      </div>
    </>
  );
}
