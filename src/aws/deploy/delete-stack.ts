import { DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { requireStack, type StackKind } from "../stack/find-stacks.ts";
import { isBusy } from "../stack/stack-states.ts";
import { busyStack } from "./change-set.ts";
import { followStack, type OnStackEvent, whileItGoesOn } from "./follow-stack.ts";

/**
 * Deletes a stack and follows that. The lake's bucket and its logs stay, which the template says (`DeletionPolicy`).
 *
 * @returns what was its bucket, which is still there.
 * @throws TenantTrailError `deploy-failed` with what failed first, or when somebody else works on the stack; `no-stack` for
 *   a stack that is not ours; as `AwsSession.ask`; CancelledError, and CloudFormation goes on.
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
