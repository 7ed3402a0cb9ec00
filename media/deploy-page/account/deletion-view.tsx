import type { JSX } from "preact";
import type { DeletedStack } from "../../../src/protocol/aws/stack-deployments.ts";
import { Button } from "../../shared/controls.tsx";
import { Message } from "../../shared/message.tsx";
import type { DeployHost } from "../deploy-host.ts";
import { MadeView } from "../made-view.tsx";
import type { Operation } from "../use-operation.ts";

/** A stack is deleted; its bucket and the logs in it stay. */
export function DeletionView(props: {
  readonly host: DeployHost;
  readonly stack: string;
  readonly deletion: Operation<DeletedStack | null>;
  readonly onStop: () => void;
  readonly onFollow: () => void;
  readonly onDelete: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const { host, stack, deletion, onDone } = props;
  const bucket = deletion.result?.keptBucket;
  const kept = bucket === undefined ? "Its bucket and all logs in it stay" : `Bucket ${bucket} and all logs in it stay`;
  return (
    <MadeView
      host={host}
      operation={deletion}
      doing={`Deleting stack ${stack}`}
      total={undefined}
      onStop={props.onStop}
      stopped={`It is no longer followed, and nothing was stopped: CloudFormation goes on deleting stack ${stack}. The bucket and its logs stay.`}
      onFollow={props.onFollow}
      failedActions={
        <>
          <Button appearance="primary" onPress={props.onDelete}>
            Delete again
          </Button>
          <Button appearance="secondary" onPress={onDone}>
            Back to the account
          </Button>
        </>
      }
    >
      <Message
        icon="pass"
        text={`Stack ${stack} is deleted. ${kept} in the account, and cost their storage until you delete the bucket yourself.`}
        actions={
          <Button appearance="primary" onPress={onDone}>
            Back to the account
          </Button>
        }
      />
    </MadeView>
  );
}
