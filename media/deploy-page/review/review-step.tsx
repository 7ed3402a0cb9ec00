import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
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
        doing={`${plan.result?.plan.isNew ? "Making" : "Updating"} stack ${stack}`}
        total={plan.result?.plan.changes.length}
        onStop={props.onStopFollowing}
        stopped={`It is no longer followed, and nothing was stopped: CloudFormation goes on with stack ${stack}.`}
        onFollow={props.onFollow}
        onRepeat={props.onDeploy}
        failedActions={
          <>
            {plan.result?.plan.isNew && deploy.events.length > 0 ? (
              <Button appearance="primary" icon="trash" onPress={props.onDelete}>
                Delete stack…
              </Button>
            ) : (
              <Button appearance="primary" onPress={onPlan}>
                Prepare again
              </Button>
            )}
            <Button appearance="secondary" onPress={onBack}>
              Back to parameters
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
          Back to parameters
        </Button>
        <Button appearance="secondary" onPress={props.onAccount}>
          Back to the account
        </Button>
      </FailureMessage>
    );
  if (props.isDropped || plan.state !== "done" || plan.result === undefined)
    return (
      <Message
        icon="circle-slash"
        text={
          props.isDropped
            ? `The prepared changes were taken back. Stack ${stack} is as it was before: nothing of it was made or changed.`
            : `Cancelled. Nothing of stack ${stack} was made or changed. The bucket of the functions' code may be there already; it is used the next time.`
        }
        actions={
          <>
            <Button appearance="primary" onPress={onPlan}>
              Prepare again
            </Button>
            <Button appearance="secondary" onPress={onBack}>
              Back to parameters
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
        <Icon name="loading" spin /> {words === "" ? "Beginning" : words}…
      </p>
      {upload && (
        <div class="deploy-upload">
          <progress max={upload.totalBytes} value={upload.doneBytes} aria-label="Uploaded" />
          <span>
            {bytes(upload.doneBytes)} of {bytes(upload.totalBytes)}
          </span>
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
          Cancel
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
          text={`Stack ${stack} is up to date: this version of TenantTrail and these parameters are deployed already.`}
        />
        <div class="deploy-actions">
          <Button appearance="primary" onPress={props.onNext}>
            Next: tenant
          </Button>
          <Button appearance="secondary" onPress={onBack}>
            Back
          </Button>
        </div>
      </>
    );
  const word = plan.isNew ? "Make" : "Update";
  return (
    <>
      <h2 class="deploy-section" tabIndex={-1} ref={heading}>
        {counted(plan.changes.length, "change")} to stack {stack}
      </h2>
      <p class="deploy-note">
        CloudFormation has checked the template and found no fault. Nothing of the stack is made before you agree.
      </p>
      <ChangeTable changes={plan.changes} />
      <h2 class="deploy-section">Price a month</h2>
      <PriceTable price={price} />
      <div class="deploy-actions deploy-actions-last">
        <Button appearance="primary" icon="cloud-upload" onPress={props.onDeploy}>
          {word} the stack
        </Button>
        <Button appearance="secondary" onPress={props.onDrop}>
          Cancel
        </Button>
      </div>
    </>
  );
}

const outputWords: Readonly<Record<string, string>> = {
  BucketName: "Bucket of the logs",
  DatabaseName: "Database of Athena",
  WorkGroupName: "Workgroup of Athena",
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
        Stack {outcome.stack} is {outcome.status === "CREATE_COMPLETE" ? "made" : "updated"}.
      </p>
      <h2 class="deploy-section">Outputs</h2>
      <OutputTable outputs={first.map(([name, value]) => [outputWords[name] ?? name, value] as const)} />
      <details class="deploy-group">
        <summary class="deploy-group-title">Other outputs</summary>
        <OutputTable outputs={others} />
      </details>
      <div class="deploy-actions">
        <Button appearance="primary" onPress={onNext}>
          Next: tenant
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
