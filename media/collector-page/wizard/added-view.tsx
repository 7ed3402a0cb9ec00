import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { TenantSettings } from "../../../src/protocol/collector.ts";
import type { CollectorPageState, CollectorPlace } from "../../../src/protocol/collector-page.ts";
import { counted } from "../../shared/amounts.ts";
import { Button } from "../../shared/controls.tsx";
import { Message } from "../../shared/message.tsx";
import type { CollectorHost } from "../collector-host.ts";

/** The tenant is added: what comes next. */
export function AddedView(props: {
  readonly added: TenantSettings;
  readonly isNew: boolean;
  readonly state: CollectorPageState;
  readonly host: CollectorHost;
  readonly onGo: (place: CollectorPlace) => void;
}): JSX.Element {
  const { added, host, onGo } = props;
  const happened = props.isNew ? t("{0} was added.", added.name) : t("{0} was saved.", added.name);
  return (
    <Message
      icon="pass"
      text={counted(
        added.sources.length,
        t(
          "{1} {0} source will be collected into {2}. The newest logs come first; the days fill while the collection runs.",
        ),
        t(
          "{1} {0} sources will be collected into {2}. The newest logs come first; the days fill while the collection runs.",
        ),
        happened,
        props.state.lake,
      )}
      actions={
        <>
          <Button
            appearance="primary"
            onPress={() => {
              host.notify("collect", { tenantId: added.tenantId });
              onGo({ view: "tenants" });
            }}
          >
            {t("Collect now")}
          </Button>
          <Button appearance="secondary" onPress={() => host.notify("openSettings", null)}>
            {t("Keep collecting…")}
          </Button>
          <Button appearance="secondary" onPress={() => onGo({ view: "tenants" })}>
            {t("Show tenants")}
          </Button>
        </>
      }
    />
  );
}
