import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { SourceId } from "../../../src/protocol/collector.ts";
import type { OfferedSource } from "../../../src/protocol/collector-page.ts";
import { Button } from "../../shared/controls.tsx";
import { Problem } from "../../shared/form/problem.tsx";
import { Message } from "../../shared/message.tsx";
import type { CollectorHost } from "../collector-host.ts";
import { CopyButton } from "../copy-button.tsx";
import type { EditedTenant } from "./draft.ts";
import { ScriptTabs } from "./script-tabs.tsx";
import { SourceTable } from "./source-table.tsx";
import { useGuide } from "./use-guide.ts";

/** The second step: what is collected, which permissions that needs, and how they are given. */
export function PermissionsStep(props: {
  readonly tenant: EditedTenant;
  readonly host: CollectorHost;
  readonly offered: readonly OfferedSource[];
  readonly problem: string | undefined;
  readonly onChange: (sources: readonly SourceId[]) => void;
}): JSX.Element {
  const { tenant, host, offered, onChange } = props;
  const guide = useGuide(host, tenant, offered);
  const kind = tenant.credentialKind === "person" ? "delegated" : "application";
  return (
    <>
      <h2 class="collector-section">{t("What to collect")}</h2>
      <p class="collector-note">
        {t(
          "Each source needs the {0} permission beside it, on the app registration, with an administrator's consent.",
          kind,
        )}
      </p>
      <SourceTable offered={offered} chosen={tenant.sources} guide={guide.value} onChange={onChange} />
      {props.problem !== undefined && tenant.sources.length === 0 && <Problem text={props.problem} />}
      {guide.failure !== undefined && <Message icon="error" tone="error" text={guide.failure} />}
      <h2 class="collector-section">{t("Register the app")}</h2>
      <p class="collector-note">
        {t(
          "A script makes a new app registration with the permissions of the chosen sources. Read it, then run it as an administrator. To one that you have, add the permissions of the table by hand.",
        )}
      </p>
      {guide.value && <ScriptTabs scripts={guide.value.scripts} host={host} />}
      <h2 class="collector-section">{t("Consent")}</h2>
      {guide.value && guide.value.consentUrl !== "" ? (
        <>
          <p class="collector-note">{t("An administrator opens this address once and accepts the permissions.")}</p>
          <p class="collector-address">{guide.value.consentUrl}</p>
          <div class="collector-actions">
            <Button
              appearance="secondary"
              icon="link-external"
              onPress={() => host.notify("openAddress", { url: guide.value?.consentUrl ?? "" })}
            >
              {t("Open consent page")}
            </Button>
            <CopyButton host={host} text={guide.value.consentUrl} label={t("Copy address")} />
          </div>
        </>
      ) : (
        <p class="collector-note">
          {t("The consent address is known once the application id is entered in the first step.")}
        </p>
      )}
    </>
  );
}
