import type { JSX } from "preact";
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
  const happened = props.isNew ? `${added.name} was added.` : `${added.name} was saved.`;
  return (
    <Message
      icon="pass"
      text={`${happened} ${counted(added.sources.length, "source")} will be collected into ${props.state.lake}. The newest logs come first; the days fill while the collection runs.`}
      actions={
        <>
          <Button
            appearance="primary"
            onPress={() => {
              host.notify("collect", { tenantId: added.tenantId });
              onGo({ view: "tenants" });
            }}
          >
            Collect now
          </Button>
          <Button appearance="secondary" onPress={() => host.notify("openSettings", null)}>
            Keep collecting…
          </Button>
          <Button appearance="secondary" onPress={() => onGo({ view: "tenants" })}>
            Show tenants
          </Button>
        </>
      }
    />
  );
}
