import { paginateDescribeStacks, type Stack } from "@aws-sdk/client-cloudformation";
import type { StackSummary } from "../../protocol/aws/aws-places.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { abortable } from "../session/abortable.ts";
import { awsCodeOf } from "../session/aws-failure.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { stackTrouble } from "./stack-states.ts";

/** Tags that the deploy puts on its stacks; others put none on theirs. */
export const stackTag = "tenanttrail:stack";
export const versionTag = "tenanttrail:version";

/** What a stack of ours is: the collector's, or the bucket of its code. */
export type StackKind = "collector" | "artifacts";

/** The stacks of one kind in the session's region, by name; stacks that were deleted are none. */
export async function findStacks(
  session: AwsSession,
  kind: StackKind,
  signal?: AbortSignal,
): Promise<readonly StackSummary[]> {
  return session.ask(`listing stacks in ${session.place.region}`, async ({ cloudFormation: client }) => {
    const found: StackSummary[] = [];
    for await (const page of paginateDescribeStacks({ client }, {}, abortable(signal))) {
      const ours = (page.Stacks ?? []).filter((stack) => tagOf(stack, stackTag) === kind);
      found.push(...ours.map(summaryOf));
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/** A stack by its name or id; undefined when there is none. */
export async function describeStack(
  session: AwsSession,
  name: string,
  signal?: AbortSignal,
): Promise<Stack | undefined> {
  return session.ask(`reading stack ${name}`, async ({ cloudFormation: client }) => {
    try {
      for await (const page of paginateDescribeStacks({ client }, { StackName: name }, abortable(signal)))
        return page.Stacks?.[0];
    } catch (error) {
      // CloudFormation answers for a stack that is not there: "Stack with id … does not exist".
      if (awsCodeOf(error) === "ValidationError" && /does not exist/.test(String(error))) return undefined;
      throw error;
    }
    return undefined;
  });
}

/** The kind that a stack's tag names. */
export function tagOf({ Tags }: Stack, key: string): string | undefined {
  return Tags?.find(({ Key }) => Key === key)?.Value;
}

function summaryOf(stack: Stack): StackSummary {
  const name = stack.StackName ?? "";
  const status = stack.StackStatus ?? "";
  const version = tagOf(stack, versionTag);
  const trouble = stackTrouble(name, status);
  return {
    name,
    id: stack.StackId ?? name,
    status,
    ...(version !== undefined && { version }),
    ...(trouble !== undefined && { trouble }),
  };
}

/** @throws TenantTrailError `no-stack` when there is no such stack, or when it is not one of TenantTrail's. */
export async function requireStack(
  session: AwsSession,
  name: string,
  kind: StackKind,
  signal?: AbortSignal,
): Promise<Stack> {
  const stack = await describeStack(session, name, signal);
  const where = `in ${session.place.region} that ${session.caller.who} can see`;
  if (stack === undefined)
    throw new TenantTrailError("no-stack", `There is no stack ${name} ${where}. Choose another region or stack.`);
  if (tagOf(stack, stackTag) !== kind)
    throw new TenantTrailError(
      "no-stack",
      `Stack ${name} was not deployed by TenantTrail: it has no tag ${stackTag}=${kind}. Choose another stack.`,
    );
  return stack;
}
