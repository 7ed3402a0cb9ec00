import { randomUUID } from "node:crypto";
import {
  type Change,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  paginateDescribeChangeSet,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import type { ChangeKind, StackChange, StackPlan } from "../../protocol/aws/stack-changes.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { abortable } from "../session/abortable.ts";
import { awsCodeOf } from "../session/aws-failure.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { pause } from "../session/pause.ts";
import { describeStack, type StackKind, stackTag, tagOf, versionTag } from "../stack/find-stacks.ts";
import { isBusy, stackTrouble } from "../stack/stack-states.ts";
import { validationErrors } from "./stack-events.ts";

/** A stack as it is to be. */
export interface StackDesign {
  readonly name: string;
  readonly kind: StackKind;
  readonly version: string;
  /** The template itself, up to 51,200 bytes, or where CloudFormation reads it. */
  readonly template: { readonly body: string } | { readonly url: string };
  /** The parameters that the template declares. CloudFormation refuses an update that keeps one that a newer template has dropped. */
  readonly declares: readonly string[];
  /** Those that are left out keep what they had, or have their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What CloudFormation says of a change set without changes. */
const noChanges = /didn't contain changes|no updates are to be performed|no changes/i;

const pauseMs = 1_000;

/**
 * Prepares what would make or update a stack, and what that changes. A stack that only a prepared change set made is
 * taken for a new one.
 *
 * @throws TenantTrailError `deploy-failed` when the stack is of another kind, busy or broken, or when CloudFormation
 *   refuses the template; as `AwsSession.ask`; CancelledError.
 */
export async function planStack(session: AwsSession, design: StackDesign, signal?: AbortSignal): Promise<StackPlan> {
  const { name, kind, version, template, declares, parameters } = design;
  const stack = await describeStack(session, name, signal);
  const isNew = isNewOf(stack);
  if (stack !== undefined && !isNew) refuseOthers(name, kind, stack);
  const kept = (isNew ? [] : (stack?.Parameters ?? [])).flatMap(({ ParameterKey = "" }) =>
    ParameterKey in parameters || !declares.includes(ParameterKey) ? [] : [{ ParameterKey, UsePreviousValue: true }],
  );
  const changeSet = `tenanttrail-${randomUUID()}`;
  const asked = session.ask(`preparing stack ${name}`, ({ cloudFormation }) =>
    cloudFormation.send(
      new CreateChangeSetCommand({
        StackName: name,
        ChangeSetName: changeSet,
        ChangeSetType: isNew ? "CREATE" : "UPDATE",
        // CloudFormation's default, said here because the page counts on it: a first deployment that fails is taken
        // back and leaves its events under the stack's name, which has to be deleted before it can be made again.
        ...(isNew && { OnStackFailure: "ROLLBACK" }),
        ...("url" in template ? { TemplateURL: template.url } : { TemplateBody: template.body }),
        Capabilities: ["CAPABILITY_IAM"],
        Tags: [
          { Key: stackTag, Value: kind },
          { Key: versionTag, Value: version },
        ],
        Parameters: [
          ...Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
          ...kept,
        ],
      }),
      abortable(signal),
    ),
  );
  const plan = { stack: name, changeSet, isNew };
  try {
    await asked;
  } catch (error) {
    throw isBusyFailure(error) ? busyStack(name) : error;
  }
  try {
    const isUpToDate = (await untilPrepared(session, plan, signal)) === "no changes";
    if (!isUpToDate) return { ...plan, changes: await changesOf(session, plan, signal) };
  } catch (error) {
    await dropPlan(session, plan);
    throw error;
  }
  await dropPlan(session, plan);
  return { ...plan, changes: [] };
}

/**
 * Takes a prepared change set away, and the empty stack with it that a new one leaves, unless somebody else made the
 * stack meanwhile. What fails is left.
 */
export async function dropPlan(
  session: AwsSession,
  { stack, changeSet, isNew }: Omit<StackPlan, "changes">,
): Promise<void> {
  const { cloudFormation } = session.clients;
  const names = { StackName: stack, ChangeSetName: changeSet };
  await cloudFormation.send(new DeleteChangeSetCommand(names)).catch(() => undefined);
  if (!isNew) return;
  const left = await describeStack(session, stack).catch(() => undefined);
  if (left?.StackStatus !== "REVIEW_IN_PROGRESS") return;
  await cloudFormation.send(new DeleteStackCommand({ StackName: left.StackId ?? stack })).catch(() => undefined);
}

/**
 * Looks whether a stack may be made or updated under a name, before anything is uploaded for it.
 *
 * @throws TenantTrailError `deploy-failed` as `planStack` does for the stack's state; as `AwsSession.ask`.
 */
export async function requireFreeName(
  session: AwsSession,
  name: string,
  kind: StackKind,
  signal?: AbortSignal,
): Promise<void> {
  const stack = await describeStack(session, name, signal);
  if (stack !== undefined && !isNewOf(stack)) refuseOthers(name, kind, stack);
}

/** Whether a deployment makes the stack: there is none, or only a prepared change set of one. */
function isNewOf(stack: Stack | undefined): boolean {
  return stack === undefined || ["REVIEW_IN_PROGRESS", "DELETE_COMPLETE"].includes(stack.StackStatus ?? "");
}

function refuseOthers(name: string, kind: StackKind, stack: Stack): void {
  const status = stack.StackStatus ?? "";
  const trouble =
    tagOf(stack, stackTag) !== kind
      ? `The name ${name} is taken by a stack that TenantTrail did not deploy. Choose another name.`
      : stackTrouble(name, status);
  if (trouble !== undefined) throw new TenantTrailError("deploy-failed", trouble);
  if (isBusy(status)) throw busyStack(name);
}

async function untilPrepared(
  session: AwsSession,
  { stack, changeSet }: Omit<StackPlan, "changes">,
  signal: AbortSignal | undefined,
): Promise<"changes" | "no changes"> {
  const names = { StackName: stack, ChangeSetName: changeSet };
  for (;;) {
    const { Status, StatusReason = "" } = await session.ask(`preparing stack ${stack}`, ({ cloudFormation }) =>
      cloudFormation.send(new DescribeChangeSetCommand(names), abortable(signal)),
    );
    if (Status === "CREATE_COMPLETE") return "changes";
    if (Status === "FAILED") {
      if (noChanges.test(StatusReason)) return "no changes";
      const [first, ...others] = await validationErrors(session, { stack, changeSet }, signal);
      const more = others.length === 0 ? "" : ` (and ${others.length} more: ${others.join("; ")})`;
      throw new TenantTrailError(
        "deploy-failed",
        `CloudFormation refuses stack ${stack}: ${first ?? StatusReason}${more}`,
      );
    }
    await pause(pauseMs, signal);
  }
}

async function changesOf(
  session: AwsSession,
  { stack, changeSet }: Omit<StackPlan, "changes">,
  signal: AbortSignal | undefined,
): Promise<readonly StackChange[]> {
  return session.ask(`reading the changes of stack ${stack}`, async ({ cloudFormation: client }) => {
    const changes: StackChange[] = [];
    const names = { StackName: stack, ChangeSetName: changeSet };
    for await (const page of paginateDescribeChangeSet({ client }, names, abortable(signal)))
      changes.push(...(page.Changes ?? []).flatMap(changeOf));
    return changes;
  });
}

/** A change in our words. */
export function changeOf({ ResourceChange }: Change): readonly StackChange[] {
  if (ResourceChange === undefined) return [];
  const { Action, Replacement, LogicalResourceId = "", ResourceType = "", Details = [], PolicyAction } = ResourceChange;
  const because = Details.flatMap(({ Target }) => Target?.Name ?? (Target?.Attribute === "Tags" ? "Tags" : []));
  return [
    {
      kind: kindOfChange(Action, Replacement),
      resource: LogicalResourceId,
      type: ResourceType,
      because: [...new Set(because)].sort(),
      isKept: PolicyAction === "Retain" || PolicyAction === "ReplaceAndRetain",
    },
  ];
}

function kindOfChange(action: string | undefined, replacement: string | undefined): ChangeKind {
  if (action === "Add") return "add";
  if (action === "Remove") return "remove";
  if (action === "Import") return "import";
  if (replacement === "True") return "replace";
  return replacement === "Conditional" || action === "Dynamic" ? "may-replace" : "change";
}

/** The sentence of a stack that somebody else works on. */
export function busyStack(name: string): TenantTrailError {
  return new TenantTrailError(
    "deploy-failed",
    `Stack ${name} is being updated by somebody else. Wait until that has ended, then try again.`,
  );
}

/**
 * Whether a failure says that a change set is gone or out of date: whoever executes one takes all others of the stack
 * away (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-execute.html).
 */
export function isOutdatedFailure(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return /^(?:ChangeSetNotFound|InvalidChangeSetStatus)(?:Exception)?$/.test(awsCodeOf(cause));
}

/** Whether a failure says that somebody else's operation on the stack is under way. */
export function isBusyFailure(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = awsCodeOf(cause);
  return code === "OperationInProgressException" || /_IN_PROGRESS state/.test(String(cause));
}
