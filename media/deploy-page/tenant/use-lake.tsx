import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { DeployTarget } from "../../../src/protocol/aws/deploy-page.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { Button } from "../../shared/controls.tsx";
import { Message } from "../../shared/message.tsx";
import type { DeployHost } from "../deploy-host.ts";
import { FailureMessage } from "../failure-message.tsx";
import { type Failure, failureOf } from "../use-operation.ts";

/** Connects the editor to the stack. */
export function UseLake(props: {
  readonly host: DeployHost;
  readonly target: DeployTarget;
  readonly stack: string;
  readonly note: string;
  /** Whether it is what a person does next. */
  readonly isNext: boolean;
}): JSX.Element {
  const { host, target, stack, note, isNext } = props;
  const [state, setState] = useState<"idle" | "running" | "done">("idle");
  const [failure, setFailure] = useState<Failure>();
  const use = async (): Promise<void> => {
    setFailure(undefined);
    setState("running");
    try {
      await host.request("useLake", { ...target, stack });
      setState("done");
    } catch (error) {
      setState("idle");
      if (!(error instanceof CancelledError)) setFailure(failureOf(error));
    }
  };
  return (
    <>
      <h2 class="deploy-section">{t("Use this lake")}</h2>
      <p class="deploy-note">{note}</p>
      {failure && <FailureMessage host={host} failure={failure} onRetry={() => void use()} />}
      {state === "done" ? (
        <Message icon="pass" text={t("The log days of stack {0} are open. Queries run on Athena.", stack)} />
      ) : (
        <div class="deploy-actions">
          <Button
            appearance={isNext ? "primary" : "secondary"}
            icon="database"
            disabled={state === "running"}
            onPress={() => void use()}
          >
            {t("Use this lake")}
          </Button>
        </div>
      )}
    </>
  );
}
