import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { DeployStart } from "../../src/protocol/aws/deploy-page.ts";
import { Button } from "../shared/controls.tsx";
import { Message } from "../shared/message.tsx";
import { ProgressBar } from "../shared/progress-bar.tsx";
import type { DeployHost, ProgressListeners } from "./deploy-host.ts";
import { DeploySteps } from "./deploy-steps.tsx";
import { FailureMessage } from "./failure-message.tsx";
import { useOperation } from "./use-operation.ts";
import "./deploy-page.css";

/** A stack in AWS is made, updated or deleted. */
export function DeployPage(props: {
  readonly host: DeployHost;
  readonly listeners: ProgressListeners;
  readonly isTrusted: boolean;
}): JSX.Element {
  const { host, listeners, isTrusted } = props;
  const start = useOperation<DeployStart>(listeners);
  const begin = (): void => void start.start((_run, signal) => host.request("start", null, signal));
  useEffect(() => {
    if (isTrusted) begin();
  }, [isTrusted]);
  return (
    <main class="deploy">
      <header class="deploy-header">
        <h1 class="deploy-title">{t("Deploy to AWS")}</h1>
        <p class="deploy-note">
          {t(
            "A collector in your own account: it reads the tenant's logs on a schedule, while this machine is off, and keeps them in a bucket of yours.",
          )}
        </p>
      </header>
      {!isTrusted && (
        <Message
          icon="shield"
          text={t(
            "Nothing is deployed in restricted mode, because the files of this workspace are not trusted. Trust the workspace to turn it on.",
          )}
          actions={
            <Button appearance="primary" onPress={() => host.notify("manageTrust", null)}>
              {t("Manage trust")}
            </Button>
          }
        />
      )}
      {isTrusted && start.now.state === "running" && <ProgressBar />}
      {isTrusted && start.now.failure && <FailureMessage host={host} failure={start.now.failure} onRetry={begin} />}
      {isTrusted && start.now.result && <DeploySteps host={host} listeners={listeners} start={start.now.result} />}
    </main>
  );
}
