import type { ComponentChildren, JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { ErrorCode } from "../../src/protocol/errors.ts";
import { counted } from "../shared/amounts.ts";
import { Button } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import { Message } from "../shared/message.tsx";
import type { DeployHost } from "./deploy-host.ts";
import { EventList } from "./event-list.tsx";
import { FailureMessage } from "./failure-message.tsx";
import { ownFailures, progressOf } from "./stack-words.ts";
import type { Operation } from "./use-operation.ts";

/** What is tried again: the operation itself where it was not begun, or following it. */
function retryOf(
  { onRepeat, onFollow }: { readonly onRepeat: () => void; readonly onFollow: () => void },
  code: ErrorCode,
): { readonly onRetry?: () => void; readonly retryLabel?: string } {
  if (code === "deploy-failed") return {};
  return code === "deploy-goes-on" ? { onRetry: onFollow, retryLabel: t("Follow it again") } : { onRetry: onRepeat };
}

/** What CloudFormation does, while it does it and when it has ended: the reason of a failure first. */
export function MadeView<Result>(props: {
  readonly host: DeployHost;
  readonly operation: Operation<Result>;
  readonly doing: string;
  /** How many resources are to be done, where that is known. */
  readonly total: number | undefined;
  readonly onStop: () => void;
  /** What has happened to the stack when it is no longer followed. */
  readonly stopped: string;
  readonly onFollow: () => void;
  /** Does it once more, where nothing has happened to the stack yet. */
  readonly onRepeat: () => void;
  readonly failedActions?: ComponentChildren;
  /** Shown when all went well. */
  readonly children: ComponentChildren;
}): JSX.Element {
  const { operation, doing, total, host } = props;
  const { state, events, failure } = operation;
  const { done } = progressOf(events);
  const amount =
    total === undefined
      ? counted(done, t("{0} resource"), t("{0} resources"))
      : counted(total, t("{1} of {0} resource"), t("{1} of {0} resources"), done);
  const failed = ownFailures(events)[0];
  return (
    <>
      {state === "running" && (
        <>
          <div class="deploy-running">
            <Icon name="loading" spin />
            <span>{t("{0}: {1} done", doing, amount)}</span>
            {total !== undefined && (
              <progress max={total} value={Math.min(done, total)} aria-label={t("Resources done")} />
            )}
            <Button appearance="secondary" onPress={props.onStop}>
              {t("Stop following")}
            </Button>
          </div>
          <p class="visually-hidden" role="status">
            {failed === undefined ? doing : t("{0} failed. CloudFormation takes back what it did.", failed.resource)}
          </p>
        </>
      )}
      {state === "failed" && failure && (
        <FailureMessage host={host} failure={failure} {...retryOf(props, failure.code)}>
          {failure.code === "deploy-failed" && props.failedActions}
        </FailureMessage>
      )}
      {state === "cancelled" && (
        <Message
          icon="debug-disconnect"
          text={props.stopped}
          actions={
            <Button appearance="primary" onPress={props.onFollow}>
              {t("Follow it again")}
            </Button>
          }
        />
      )}
      {state === "done" && props.children}
      {events.length > 0 && state !== "done" && <EventList events={events} isRunning={state === "running"} />}
    </>
  );
}
