import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { TenantSettings } from "../../src/protocol/collector.ts";
import type { CollectorPageState, CollectorPlace, TenantRun } from "../../src/protocol/collector-page.ts";
import { CancelledError } from "../../src/protocol/errors.ts";
import { visibleText } from "../../src/protocol/words/visible-text.ts";
import { counted } from "../shared/amounts.ts";
import { Button, LinkButton } from "../shared/controls.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import { Message } from "../shared/message.tsx";
import { CheckTable } from "./check-table.tsx";
import { CollectButton } from "./collect-button.tsx";
import type { CheckListeners, CollectorHost } from "./collector-host.ts";
import { RunLine } from "./run-line.tsx";
import { useCheck } from "./use-check.ts";
import "./tenant-list.css";

interface ListProps {
  readonly state: CollectorPageState;
  readonly runs: readonly TenantRun[];
  readonly host: CollectorHost;
  readonly checks: CheckListeners;
  readonly onGo: (place: CollectorPlace) => void;
}

/** The tenants that this lake collects. */
export function TenantList(props: ListProps & { /** Tested at once. */ readonly testing?: string }): JSX.Element {
  const { state, onGo } = props;
  const add = (
    <Button appearance="primary" icon="add" onPress={() => onGo({ view: "add" })}>
      {t("Add a tenant")}
    </Button>
  );
  if (state.failure !== undefined) {
    return (
      <Message
        icon="error"
        tone="error"
        text={state.failure}
        actions={
          <Button appearance="secondary" icon="refresh" onPress={() => props.host.notify("ready", null)}>
            {t("Try again")}
          </Button>
        }
      />
    );
  }
  if (state.tenants.length === 0) {
    return (
      <Message
        icon="organization"
        text={t(
          "No tenant is collected into this lake. Adding one takes an app registration in the tenant and an administrator's consent; each step says how.",
        )}
        actions={add}
      />
    );
  }
  return (
    <>
      {state.tenants.map((tenant) => (
        <Tenant key={tenant.tenantId} {...props} tenant={tenant} isTested={tenant.tenantId === props.testing} />
      ))}
      <div class="collector-actions">{add}</div>
    </>
  );
}

const credentialWords = {
  secret: t("client secret"),
  certificate: t("certificate"),
  person: t("signed-in person"),
} as const;

function Tenant(props: ListProps & { readonly tenant: TenantSettings; readonly isTested: boolean }): JSX.Element {
  const { state, host, tenant, onGo, isTested } = props;
  const { name, tenantId, clientId } = tenant;
  const { check, start } = useCheck(host, props.checks);
  const [failure, setFailure] = useState<string>();
  const run = props.runs.find((each) => each.tenantId === tenantId);
  const test = (): void => start({ tenantId });
  useEffect(() => {
    if (isTested && state.isTrusted) test();
  }, []);
  const remove = (): void => {
    setFailure(undefined);
    host.request("removeTenant", { tenantId }).catch((error: unknown) => {
      if (!(error instanceof CancelledError)) setFailure(error instanceof Error ? error.message : String(error));
    });
  };
  const isWithoutCredential = state.withoutCredential.includes(tenantId);
  const isShown = check.isRunning || check.outcome !== undefined || check.failure !== undefined;
  return (
    <section class="tenant" aria-label={visibleText(name)}>
      <div class="tenant-head">
        <h2 class="tenant-name">
          <MarkedText text={name} />
        </h2>
        <CollectButton host={host} tenantId={tenantId} run={run} isTrusted={state.isTrusted} />
        <Button appearance="secondary" disabled={check.isRunning || !state.isTrusted} onPress={test}>
          {t("Test")}
        </Button>
        <Button appearance="secondary" onPress={() => onGo({ view: "edit", tenantId })}>
          {t("Edit")}
        </Button>
        <Button appearance="secondary" onPress={remove}>
          {t("Remove…")}
        </Button>
      </div>
      {run && <RunLine run={run} state={state} onHealth={() => onGo({ view: "health" })} />}
      <dl class="tenant-facts">
        <div>
          <dt>{t("Tenant id")}</dt>
          <dd>{tenantId}</dd>
        </div>
        <div>
          <dt>{t("Application id")}</dt>
          <dd>
            {clientId} <span class="tenant-aside">{t("left out by the bundled detections")}</span>{" "}
            <LinkButton
              label={t("Copy the application id of {0}", name)}
              onPress={() => void host.request("copyText", { text: clientId }).catch(() => undefined)}
            >
              {t("Copy")}
            </LinkButton>
          </dd>
        </div>
        <div>
          <dt>{t("Signs in with")}</dt>
          <dd>
            {credentialWords[tenant.credentialKind]}{" "}
            {isWithoutCredential && <span class="tenant-aside">{t("not on this computer")}</span>}
          </dd>
        </div>
        <div>
          <dt>{t("Collects")}</dt>
          <dd>
            {counted(
              tenant.sources.length,
              t("{0} source since {1}"),
              t("{0} sources since {1}"),
              tenant.since.slice(0, 10),
            )}
          </dd>
        </div>
      </dl>
      {isWithoutCredential && (
        <Message
          icon="key"
          text={t(
            "What this tenant signs in with is not on this computer: a lake does not carry it. Enter it to collect from here.",
          )}
          actions={
            <Button appearance="primary" onPress={() => onGo({ view: "edit", tenantId })}>
              {t("Enter the credential")}
            </Button>
          }
        />
      )}
      {failure !== undefined && <Message icon="error" tone="error" text={failure} />}
      {isShown && (
        <CheckTable check={check} sources={state.sources.filter(({ source }) => tenant.sources.includes(source))} />
      )}
    </section>
  );
}
