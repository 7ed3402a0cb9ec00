import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { StackOutcome } from "../../../src/protocol/aws/stack-changes.ts";
import type { PlannedDeploy } from "../../../src/protocol/aws/stack-deployments.ts";
import { bytes, counted } from "../../shared/amounts.ts";
import { Button } from "../../shared/controls.tsx";
import { Icon } from "../../shared/icon.tsx";
import { Message } from "../../shared/message.tsx";
import { ProgressBar } from "../../shared/progress-bar.tsx";
import type { DeployHost } from "../deploy-host.ts";
import { FailureMessage } from "../failure-message.tsx";
import { MadeView } from "../made-view.tsx";
import type { Operation } from "../use-operation.ts";
import { ChangeTable } from "./change-table.tsx";
import { PriceTable } from "./price-table.tsx";

/** What would change and what it costs; nothing is made of the stack before it is agreed to. */
export function ReviewStep(props: {
  readonly host: DeployHost;
  readonly stack: string;
  readonly plan: Operation<PlannedDeploy>;
  readonly deploy: Operation<StackOutcome>;
  readonly isDropped: boolean;
  readonly onPlan: () => void;
  readonly onCancelPlan: () => void;
  readonly onDrop: () => void;
  readonly onDeploy: () => void;
  readonly onStopFollowing: () => void;
  readonly onFollow: () => void;
  readonly onDelete: () => void;
  readonly onAccount: () => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}): JSX.Element {
  const { host, stack, plan, deploy, onPlan, onBack } = props;
  if (deploy.state !== "idle")
    return (
      <MadeView
        host={host}
        operation={deploy}
        doing={plan.result?.plan.isNew ? t("Making stack {0}", stack) : t("Updating stack {0}", stack)}
        total={plan.result?.plan.changes.length}
        onStop={props.onStopFollowing}
        stopped={t("It is no longer followed, and nothing was stopped: CloudFormation goes on with stack {0}.", stack)}
        onFollow={props.onFollow}
        onRepeat={props.onDeploy}
        failedActions={
          <>
            {plan.result?.plan.isNew && deploy.events.length > 0 ? (
              <Button appearance="primary" icon="trash" onPress={props.onDelete}>
                {t("Delete stack…")}
              </Button>
            ) : (
              <Button appearance="primary" onPress={onPlan}>
                {t("Prepare again")}
              </Button>
            )}
            <Button appearance="secondary" onPress={onBack}>
              {t("Back to parameters")}
            </Button>
          </>
        }
      >
        {deploy.result && <Outputs outcome={deploy.result} onNext={props.onNext} />}
      </MadeView>
    );
  if (plan.state === "running") return <Preparing plan={plan} onCancel={props.onCancelPlan} />;
  if (plan.state === "failed" && plan.failure)
    return (
      <FailureMessage host={host} failure={plan.failure} onRetry={onPlan}>
        <Button appearance="secondary" onPress={onBack}>
          {t("Back to parameters")}
        </Button>
        <Button appearance="secondary" onPress={props.onAccount}>
          {t("Back to the account")}
        </Button>
      </FailureMessage>
    );
  if (props.isDropped || plan.state !== "done" || plan.result === undefined)
    return (
      <Message
        icon="circle-slash"
        text={
          props.isDropped
            ? t(
                "The prepared changes were taken back. Stack {0} is as it was before: nothing of it was made or changed.",
                stack,
              )
            : t(
                "Cancelled. Nothing of stack {0} was made or changed. The bucket of the functions' code may be there already; it is used the next time.",
                stack,
              )
        }
        actions={
          <>
            <Button appearance="primary" onPress={onPlan}>
              {t("Prepare again")}
            </Button>
            <Button appearance="secondary" onPress={onBack}>
              {t("Back to parameters")}
            </Button>
          </>
        }
      />
    );
  return <Changes {...props} planned={plan.result} />;
}

function Preparing({
  plan,
  onCancel,
}: {
  readonly plan: Operation<PlannedDeploy>;
  readonly onCancel: () => void;
}): JSX.Element {
  const { words, upload, events } = plan;
  const last = events.at(-1);
  return (
    <>
      <p role="status">
        <Icon name="loading" spin /> {words === "" ? t("Beginning") : words}…
      </p>
      {upload && (
        <div class="deploy-upload">
          <progress max={upload.totalBytes} value={upload.doneBytes} aria-label={t("Uploaded")} />
          <span>{t("{0} of {1}", bytes(upload.doneBytes), bytes(upload.totalBytes))}</span>
        </div>
      )}
      {last && (
        <p class="deploy-note">
          {last.resource}: {last.status.toLowerCase().replaceAll("_", " ")}
        </p>
      )}
      <ProgressBar />
      <div class="deploy-actions">
        <Button appearance="secondary" onPress={onCancel}>
          {t("Cancel")}
        </Button>
      </div>
    </>
  );
}

function Changes(props: Parameters<typeof ReviewStep>[0] & { readonly planned: PlannedDeploy }): JSX.Element {
  const { stack, planned, onBack } = props;
  const { plan, price } = planned;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if (plan.changes.length === 0)
    return (
      <>
        <Message
          icon="pass"
          text={t(
            "Stack {0} is up to date: this version of TenantTrail and these parameters are deployed already.",
            stack,
          )}
        />
        <div class="deploy-actions">
          <Button appearance="primary" onPress={props.onNext}>
            {t("Next: tenant")}
          </Button>
          <Button appearance="secondary" onPress={onBack}>
            {t("Back")}
          </Button>
        </div>
      </>
    );
  const word = plan.isNew ? t("Make") : t("Update");
  return (
    <>
      <h2 class="deploy-section" tabIndex={-1} ref={heading}>
        {counted(plan.changes.length, t("{0} change to stack {1}"), t("{0} changes to stack {1}"), stack)}
      </h2>
      <p class="deploy-note">
        {t(
          "CloudFormation has checked the template and found no fault. Nothing of the stack is made before you agree.",
        )}
      </p>
      <ChangeTable changes={plan.changes} />
      <h2 class="deploy-section">{t("Price a month")}</h2>
      <PriceTable price={price} />
      <div class="deploy-actions deploy-actions-last">
        <Button appearance="primary" icon="cloud-upload" onPress={props.onDeploy}>
          {t("{0} the stack", word)}
        </Button>
        <Button appearance="secondary" onPress={props.onDrop}>
          {t("Cancel")}
        </Button>
      </div>
    </>
  );
}

const outputWords: Readonly<Record<string, string>> = {
  BucketName: t("Bucket of the logs"),
  DatabaseName: t("Database of Athena"),
  WorkGroupName: t("Workgroup of Athena"),
};

function Outputs({ outcome, onNext }: { readonly outcome: StackOutcome; readonly onNext: () => void }): JSX.Element {
  const named = Object.entries(outcome.outputs);
  const first = named.filter(([name]) => name in outputWords);
  const others = named.filter(([name]) => !(name in outputWords));
  return (
    <>
      <p role="status">
        <span class="deploy-good">
          <Icon name="pass" />
        </span>{" "}
        {outcome.status === "CREATE_COMPLETE"
          ? t("Stack {0} is made.", outcome.stack)
          : t("Stack {0} is updated.", outcome.stack)}
      </p>
      <h2 class="deploy-section">{t("Outputs")}</h2>
      <OutputTable outputs={first.map(([name, value]) => [outputWords[name] ?? name, value] as const)} />
      <details class="deploy-group">
        <summary class="deploy-group-title">{t("Other outputs")}</summary>
        <OutputTable outputs={others} />
      </details>
      <div class="deploy-actions">
        <Button appearance="primary" onPress={onNext}>
          {t("Next: tenant")}
        </Button>
      </div>
    </>
  );
}

function OutputTable({ outputs }: { readonly outputs: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <table class="deploy-table deploy-outputs">
      <tbody>
        {outputs.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="deploy-name">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
