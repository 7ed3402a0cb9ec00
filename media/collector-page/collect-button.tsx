import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { TenantRun } from "../../src/protocol/collector-page.ts";
import { Button } from "../shared/controls.tsx";
import type { CollectorHost } from "./collector-host.ts";

/** Collects a tenant; while that runs, cancels it. It stays one button, so that the focus stays on it. */
export function CollectButton(props: {
  readonly host: CollectorHost;
  readonly tenantId: string;
  readonly run: TenantRun | undefined;
  readonly isTrusted: boolean;
}): JSX.Element {
  const { host, tenantId, run, isTrusted } = props;
  const isRunning = run?.state.kind === "running";
  return (
    <Button
      appearance={isRunning ? "secondary" : "primary"}
      icon={isRunning ? "debug-stop" : "play"}
      disabled={!isRunning && !isTrusted}
      onPress={() => host.notify(isRunning ? "cancelCollect" : "collect", { tenantId })}
    >
      {isRunning ? (run.isShared ? t("Cancel for all tenants") : t("Cancel")) : t("Collect now")}
    </Button>
  );
}
