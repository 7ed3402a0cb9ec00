import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
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
  /** False when it has collected nothing. */
  readonly wasMade: boolean;
  readonly deletion: Operation<DeletedStack | null>;
  readonly onStop: () => void;
  readonly onFollow: () => void;
  readonly onDelete: () => void;
  readonly onDone: () => void;
  readonly onDeployAgain: () => void;
}): JSX.Element {
  const { host, stack, wasMade, deletion, onDone } = props;
  const kept = wasMade ? keptWords(deletion.result?.keptBucket) : t("It had collected nothing, and its name is free.");
  return (
    <MadeView
      host={host}
      operation={deletion}
      doing={t("Deleting stack {0}", stack)}
      total={undefined}
      onStop={props.onStop}
      stopped={
        wasMade
          ? t(
              "It is no longer followed, and nothing was stopped: CloudFormation goes on deleting stack {0}. The bucket and its logs stay.",
              stack,
            )
          : t("It is no longer followed, and nothing was stopped: CloudFormation goes on deleting stack {0}.", stack)
      }
      onFollow={props.onFollow}
      onRepeat={props.onDelete}
      failedActions={
        <>
          <Button appearance="primary" onPress={props.onDelete}>
            {t("Delete again")}
          </Button>
          <Button appearance="secondary" onPress={onDone}>
            {t("Back to the account")}
          </Button>
        </>
      }
    >
      <Message
        icon="pass"
        text={t("Stack {0} is deleted. {1}", stack, kept)}
        actions={
          <>
            <Button appearance={wasMade ? "secondary" : "primary"} onPress={props.onDeployAgain}>
              {t("Deploy it again")}
            </Button>
            <Button appearance={wasMade ? "primary" : "secondary"} onPress={onDone}>
              {t("Back to the account")}
            </Button>
          </>
        }
      />
    </MadeView>
  );
}

function keptWords(bucket: string | undefined): string {
  const what = bucket === undefined ? t("Its bucket") : t("Bucket {0}", bucket);
  return t(
    "{0} and all logs in it stay in the account, and cost their storage until you delete the bucket yourself.",
    what,
  );
}
