import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import { Button } from "../shared/controls.tsx";
import { Message } from "../shared/message.tsx";
import type { DeployHost } from "./deploy-host.ts";
import type { Failure } from "./use-operation.ts";

/** What did not work, with the buttons of its next steps: signing in again, and the same once more. */
export function FailureMessage(props: {
  readonly host: DeployHost;
  readonly failure: Failure;
  readonly onRetry?: () => void;
  /** Default: "Try again". */
  readonly retryLabel?: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { host, failure, onRetry } = props;
  const { command } = failure;
  const [isSigningIn, setSigningIn] = useState(false);
  const signIn = async (): Promise<void> => {
    if (command === undefined) return;
    setSigningIn(true);
    const isWell = await host.request("signIn", { command }).catch(() => false);
    setSigningIn(false);
    if (isWell) onRetry?.();
  };
  return (
    <Message
      icon="error"
      tone="error"
      text={failure.message}
      actions={
        (command !== undefined || onRetry !== undefined || props.children !== undefined) && (
          <>
            {command !== undefined && (
              <Button appearance="primary" disabled={isSigningIn} onPress={() => void signIn()}>
                {t("Sign in")}
              </Button>
            )}
            {onRetry && (
              <Button appearance={command === undefined ? "primary" : "secondary"} onPress={onRetry}>
                {props.retryLabel ?? t("Try again")}
              </Button>
            )}
            {props.children}
          </>
        )
      }
    />
  );
}
