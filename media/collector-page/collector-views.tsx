import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { CollectorPageState, CollectorPlace, TenantRun } from "../../src/protocol/collector-page.ts";
import { MarkedText } from "../shared/marked-text.tsx";
import { Message } from "../shared/message.tsx";
import { Tabs } from "../shared/tabs.tsx";
import type { CheckListeners, CollectorHost } from "./collector-host.ts";
import { HealthView } from "./health/health-view.tsx";
import { RunNews } from "./run-news.tsx";
import { TenantList } from "./tenant-list.tsx";
import { TenantWizard } from "./wizard/tenant-wizard.tsx";
import "./collector-views.css";

/** A place of the page; another number is another visit, which begins it anew. */
export interface CollectorVisit {
  readonly place: CollectorPlace;
  readonly number: number;
}

/** The wizard that stays as it was, with what was typed, while the health is looked at. */
export function keptVisit(
  from: CollectorVisit,
  kept: CollectorVisit | undefined,
  to: CollectorPlace,
): CollectorVisit | undefined {
  if (to.view !== "health") return undefined;
  return from.place.view === "add" || from.place.view === "edit" ? from : kept;
}

/** Tenants and how their collection stands. */
export function CollectorPage(props: {
  readonly state: CollectorPageState;
  /** How the newest collection of each tenant stands. */
  readonly runs: readonly TenantRun[];
  readonly visit: CollectorVisit;
  /** A wizard that was left for the health. */
  readonly kept: CollectorVisit | undefined;
  /** Counts what was collected since the page opened. */
  readonly collected: number;
  readonly host: CollectorHost;
  readonly checks: CheckListeners;
  readonly onGo: (place: CollectorPlace) => void;
  readonly onTab: (view: "tenants" | "health") => void;
}): JSX.Element {
  const { state, runs, visit, kept } = props;
  return (
    <main class="collector">
      <header class="collector-header">
        <h1 class="collector-title">{t("Collector")}</h1>
        <p class="collector-lake">
          <MarkedText text={state.lake} />
        </p>
        <Tabs
          label={t("Pages of the collector")}
          value={visit.place.view === "health" ? "health" : "tenants"}
          tabs={[
            { value: "tenants", label: t("Tenants") },
            { value: "health", label: t("Health") },
          ]}
          onChange={props.onTab}
        />
      </header>
      {!state.isTrusted && (
        <Message
          icon="shield"
          text={t(
            "Nothing is collected in restricted mode, because the files of this workspace are not trusted. Trust the workspace to turn it on.",
          )}
        />
      )}
      <RunNews state={state} runs={runs} />
      {[...(kept ? [kept] : []), visit].map((each) => (
        <div key={each.number} hidden={each !== visit}>
          <Place {...props} place={each.place} />
        </div>
      ))}
    </main>
  );
}

function Place(props: Parameters<typeof CollectorPage>[0] & { readonly place: CollectorPlace }): JSX.Element {
  const { state, runs, place, host, checks, onGo } = props;
  const tenant = "tenantId" in place ? state.tenants.find((each) => each.tenantId === place.tenantId) : undefined;
  switch (place.view) {
    case "health":
      return <HealthView state={state} runs={runs} host={host} onGo={onGo} collected={props.collected} />;
    case "add":
      return <TenantWizard state={state} host={host} checks={checks} onGo={onGo} />;
    case "edit":
      return tenant ? (
        <TenantWizard state={state} host={host} checks={checks} onGo={onGo} tenant={tenant} />
      ) : (
        <TenantList state={state} runs={runs} host={host} checks={checks} onGo={onGo} />
      );
    case "test":
      return <TenantList state={state} runs={runs} host={host} checks={checks} onGo={onGo} testing={place.tenantId} />;
    case "tenants":
      return <TenantList state={state} runs={runs} host={host} checks={checks} onGo={onGo} />;
  }
}
