import { ExecuteChangeSetCommand } from "@aws-sdk/client-cloudformation";
import type { StackOutcome, StackPlan } from "../../protocol/aws/stack-changes.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { describeStack } from "../stack/find-stacks.ts";
import { busyStack, isBusyFailure, isOutdatedFailure } from "./change-set.ts";
import { followStack, type OnStackEvent, whileItGoesOn } from "./follow-stack.ts";

/**
 * Executes a prepared change set and follows it. What fails is taken back by CloudFormation: a new stack then has to be
 * deleted, and an old one is as it was.
 *
 * @param now milliseconds since 1970.
 * @throws TenantTrailError `deploy-failed` with what failed first, or when somebody else works on the stack;
 *   `deploy-goes-on` when it could not be followed to its end; as `AwsSession.ask`, and nothing was begun;
 *   CancelledError, and CloudFormation goes on.
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

function outdated(name: string): TenantTrailError {
  return new TenantTrailError(
    "deploy-failed",
    `Stack ${name} was changed by somebody else since these changes were prepared. Deploy again to see what would change now.`,
  );
}
