import { DeleteStackCommand, ExecuteChangeSetCommand } from "@aws-sdk/client-cloudformation";
import type { StackOutcome, StackPlan } from "../../protocol/aws/stack-changes.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { describeStack, requireStack, type StackKind } from "../stack/find-stacks.ts";
import { isBusy } from "../stack/stack-states.ts";
import { busyStack, isBusyFailure, isOutdatedFailure } from "./change-set.ts";
import { followStack, type OnStackEvent } from "./follow-stack.ts";

/**
 * Executes a prepared change set and follows it. What fails is taken back by CloudFormation: a new stack then has to be
 * deleted, and an old one is as it was.
 *
 * @param now milliseconds since 1970.
 * @throws TenantTrailError `deploy-failed` with what failed first, or when somebody else works on the stack; as
 *   `AwsSession.ask`; CancelledError, and CloudFormation goes on.
 */
export async function executePlan(
  session: AwsSession,
  { stack, changeSet }: StackPlan,
  now: () => number,
  onEvent: OnStackEvent,
  signal?: AbortSignal,
): Promise<StackOutcome> {
  const described = await describeStack(session, stack, signal);
  const sinceMs = now();
  try {
    await session.ask(`deploying stack ${stack}`, ({ cloudFormation }) =>
      cloudFormation.send(
        new ExecuteChangeSetCommand({ StackName: stack, ChangeSetName: changeSet }),
        abortable(signal),
      ),
    );
  } catch (error) {
    if (isOutdatedFailure(error)) throw outdated(stack);
    throw isBusyFailure(error) ? busyStack(stack) : error;
  }
  return whileItGoesOn(stack, "Deploy again", () =>
    followStack(session, { id: described?.StackId ?? stack, sinceMs, wants: "made" }, onEvent, signal),
  );
}

/**
 * Deletes a stack and follows that. The lake's bucket and its logs stay, which the template says (`DeletionPolicy`).
 *
 * @returns what was its bucket, which is still there.
 * @throws as `executePlan`; `no-stack` for a stack that is not ours.
 */
export async function deleteStack(
  session: AwsSession,
  { name, kind }: { readonly name: string; readonly kind: StackKind },
  now: () => number,
  onEvent: OnStackEvent,
  signal?: AbortSignal,
): Promise<{ readonly keptBucket: string | undefined }> {
  const stack = await requireStack(session, name, kind, signal);
  if (isBusy(stack.StackStatus ?? "")) throw busyStack(name);
  const id = stack.StackId ?? name;
  const sinceMs = now();
  await session.ask(`deleting stack ${name}`, ({ cloudFormation }) =>
    cloudFormation.send(new DeleteStackCommand({ StackName: id }), abortable(signal)),
  );
  await whileItGoesOn(name, "Delete it again", () =>
    followStack(session, { id, sinceMs, wants: "deleted" }, onEvent, signal),
  );
  const output = kind === "collector" ? "BucketName" : "ArtifactBucketName";
  return { keptBucket: stack.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue };
}

/** Says of a failure that only the following ended, for example because credentials expired in the middle. */
async function whileItGoesOn<T>(stack: string, next: string, follow: () => Promise<T>): Promise<T> {
  try {
    return await follow();
  } catch (error) {
    if (!(error instanceof TenantTrailError) || error.code === "deploy-failed") throw error;
    const goesOn = `CloudFormation goes on with stack ${stack} all the same. ${next} then, to see how it ended.`;
    throw new TenantTrailError(error.code, `${error.message.replace(/[^.]$/, "$&.")} ${goesOn}`, {
      cause: error,
      ...(error.command !== undefined && { command: error.command }),
    });
  }
}

function outdated(name: string): TenantTrailError {
  return new TenantTrailError(
    "deploy-failed",
    `Stack ${name} was changed by somebody else since these changes were prepared. Deploy again to see what would change now.`,
  );
}
